import { describe, expect, it } from 'vitest';

import shipped from '../rules.json';
import { judge, type RuleFile } from './rules';

const file: RuleFile = {
  version: 1,
  data: 'from a table',
  rules: [
    {
      practice: 'avoid-legacy-instance-families',
      value: 'ml.m4.xlarge',
      fault: false,
      title: 'm4 is old',
      message: '{value}: old',
      instead: 'ml.m5.xlarge'
    },
    {
      practice: 'avoid-legacy-instance-families',
      value: 'ml.m4.*',
      fault: false,
      title: 'm4 is old',
      message: ''
    },
    { practice: 'gone', value: 'on', keyword: 'legacy', fault: true, title: 'gone', message: '' }
  ]
};

describe('judge', () => {
  it('marks the very literal, with a swap when the table knows one', () => {
    const source = 'E(instance_type="ml.m4.xlarge")';
    const [mark] = judge(source, 'c1', file);
    expect(source.slice(mark.start, mark.end)).toBe('"ml.m4.xlarge"');
    expect(mark.advice.message).toBe('ml.m4.xlarge: old');
    expect(mark.advice.edits).toEqual([
      { cell_id: 'c1', start: 16, end: 30, before: '"ml.m4.xlarge"', after: '"ml.m5.xlarge"' }
    ]);
  });

  it('marks a whole family without a swap', () => {
    const [mark] = judge('"ml.m4.10xlarge"', 'c1', file);
    expect(mark.advice.edits).toEqual([]);
    expect(mark.advice.fix).toBe('show only');
  });

  it('looks at the keyword when the rule names one', () => {
    expect(judge('f(legacy="on")', 'c1', file)).toHaveLength(1);
    expect(judge('f(modern="on")', 'c1', file)).toHaveLength(0);
  });

  it('does not take a longer name for a shorter one', () => {
    expect(judge('"ml.m4d.large" "xml.m4.xlarge"', 'c1', file)).toHaveLength(0);
  });

  it('says nothing from a table of another version', () => {
    expect(judge('"ml.m4.xlarge"', 'c1', { ...file, version: 2 })).toEqual([]);
  });

  it('knows the old families from the table that is shipped', () => {
    expect(judge('"ml.p3.16xlarge"', 'c1', shipped)).toHaveLength(1);
    expect(judge('"ml.g6.xlarge"', 'c1', shipped)).toHaveLength(0);
  });
});
