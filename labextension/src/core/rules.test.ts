import { describe, expect, it } from 'vitest';

import shipped from '../rules.json';
import { judge, refusals, type RuleFile } from './rules';

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

describe('facts about one call', () => {
  const practices = (source: string) =>
    judge(source, 'c1', shipped).map(({ start, end, advice }) => [
      advice.practice,
      source.slice(start, end)
    ]);
  const spot = 'use_spot_instances=True';
  const waits = 'max_wait=9000';
  const keeps = 'checkpoint_s3_uri=where';

  it('tell Spot without max_wait, and without a checkpoint where a run can be long', () => {
    expect(practices(`PyTorch(${spot}, ${keeps})`)).toEqual([['managed-spot-training', 'True']]);
    expect(practices(`PyTorch(${spot}, ${waits})`)).toEqual([['checkpointing', 'True']]);
    expect(practices(`PyTorch(${spot}, ${waits}, max_run=7_200)`)).toHaveLength(1);
    expect(practices(`PyTorch(${spot}, ${waits}, max_run=3600)`)).toEqual([]);
    expect(practices(`PyTorch(${spot}, ${waits}, max_run=limit)`)).toEqual([]);
    expect(practices(`PyTorch(${spot}, ${waits}, ${keeps})`)).toEqual([]);
    expect(practices(`PyTorch(use_spot_instances=use_spot)`)).toEqual([]);
  });

  it('say nothing about keywords that may come from elsewhere', () => {
    expect(practices(`PyTorch(${spot}, **common)`)).toEqual([]);
  });

  it('tell a search whose trials all run to their end, with the number of trials', () => {
    const source = 'HyperparameterTuner(e, "m", r, max_jobs=24, max_parallel_jobs=4)';
    expect(practices(source)).toEqual([['amt-early-stopping', '24']]);
    expect(judge(source, 'c1', shipped)[0].advice.message).toContain('All 24 trials');
    expect(practices(source.replace('4)', '24)'))).toEqual([]);
    expect(practices(source.replace('24', '3').replace('=4', '=1'))).toEqual([]);
    expect(practices(source.replace('4)', '4, strategy="Grid")'))).toEqual([]);
    expect(practices(source.replace('4)', '4, early_stopping_type="Auto")'))).toEqual([]);
  });

  it('switch early stopping off under Hyperband, in the quotes that stand there', () => {
    const source = "Tuner(strategy='Hyperband', early_stopping_type='Auto')";
    const [{ advice }] = refusals(source, 'c1', shipped);
    expect(advice.edits).toMatchObject([{ before: "'Auto'", after: "'Off'" }]);
  });

  it('keep to the refused ones while the kernel tells the rest', () => {
    const told = refusals(`PyTorch(${spot})`, 'c1', shipped);
    expect(told.map(mark => mark.advice.practice)).toEqual(['managed-spot-training']);
  });
});
