import { describe, expect, it } from 'vitest';

import { isHello, readAnalysis, readBundle, readCompare, readRegions, readState } from './reading';

const nonsense = [
  null,
  undefined,
  3,
  'x',
  [],
  [1],
  {},
  { version: 1 },
  { version: 1, lines: 'x', jobs: 5 }
];

describe('the readers', () => {
  it('take any JSON without throwing', () => {
    for (const value of nonsense) {
      for (const read of [readBundle, readState, readAnalysis, readCompare, readRegions]) {
        expect(() => read(value)).not.toThrow();
      }
    }
  });

  it('refuse a document of another version as a whole', () => {
    expect(readBundle({ version: 2, lines: [] })).toBeNull();
    expect(readState({ version: 0, jobs: [] })).toBeNull();
  });

  it('read an incomplete figure as unknown instead of as zero', () => {
    const bundle = readBundle({
      version: 1,
      lines: [{ carbon: { low: 1, high: null, unit: 'gCO2e/h' } }]
    });
    expect(bundle?.lines[0].carbon).toMatchObject({ text: 'unknown', counted: 0, out_of: 1 });
    expect(bundle?.lines[0].carbon.central).toBeUndefined();
  });

  it('drop edits that point nowhere', () => {
    const advice = {
      id: 'p@job@with@signs',
      edits: [{ start: 5, end: 2 }, { start: 'x' }, { start: 0, end: 3 }]
    };
    const state = readState({ version: 1, advice: [advice] });
    expect(state?.advice[0]).toMatchObject({ practice: 'p', identity: 'job@with@signs' });
    expect(state?.advice[0].edits).toHaveLength(1);
  });

  it('keep the time of an alternative apart from its rate', () => {
    const total = { carbon: { text: '1 kg' }, cost: { text: '$2' } };
    const { rows, note } = readCompare({
      rows: [{ label: 'a', time: { text: '3 h' }, total, even: { text: '1.8' } }, { label: 'b' }],
      note: 'n'
    });
    expect([rows[0].time?.text, rows[0].total?.cost.text, rows[0].even?.text, note]).toEqual([
      '3 h',
      '$2',
      '1.8',
      'n'
    ]);
    expect([rows[1].time, rows[1].total, rows[1].even]).toEqual([null, null, null]);
  });

  it('greet only the protocol they speak', () => {
    expect(isHello({ type: 'hello', protocol: 1 })).toBe(true);
    expect(isHello({ type: 'hello', protocol: 2 })).toBe(false);
    expect(isHello(null)).toBe(false);
  });
});
