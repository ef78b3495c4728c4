import { describe, expect, it } from 'vitest';

import { askedIn, factOf, readFacts, withoutName } from './facts';

describe('askedIn', () => {
  it('reads the name and the kind of a fact from the words of a gate', () => {
    expect(askedIn('whether it was load tested (load_tested)')).toEqual({
      name: 'load_tested',
      kind: 'yes or no'
    });
    expect(askedIn('that the script does so (uses_smddp_backend)')?.kind).toBe('yes or no');
    expect(askedIn('how many GB the data has (dataset_gb)')?.kind).toBe('number');
    expect(askedIn('the share of hours without a call (silent_share)')?.kind).toBe('number');
    expect(askedIn('which Regions the data may live in (residency)')?.kind).toBe('words');
  });

  it('asks nothing where no fact is named', () => {
    expect(askedIn('whether the quota is there')).toBeNull();
    expect(askedIn('a GPU (or two) for it')).toBeNull();
    expect(askedIn('a GPU (Of Theirs)')).toBeNull();
  });
});

it('a gate is shown without the name that only code needs', () => {
  expect(withoutName('si se probó con carga (load_tested)')).toBe('si se probó con carga');
  expect(withoutName('a GPU (or two) for it')).toBe('a GPU (or two) for it');
});

it('typed answers are facts of their kind or nothing', () => {
  expect(factOf('number', ' 2,5 ')).toBe(2.5);
  expect(factOf('number', 'many')).toBeNull();
  expect(factOf('number', '-1')).toBeNull();
  expect(factOf('words', ' eu-*, us-east-1 ')).toBe('eu-*, us-east-1');
  expect(factOf('words', '  ')).toBeNull();
});

it('told facts are read from any JSON', () => {
  expect(readFacts({ a: true, b: 2, c: 'x', d: null, e: [1], f: NaN })).toEqual({
    a: true,
    b: 2,
    c: 'x'
  });
  expect(readFacts(null)).toEqual({});
  expect(readFacts('told')).toEqual({});
});
