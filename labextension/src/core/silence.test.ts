import { expect, it } from 'vitest';

import type { Mark } from './protocol';
import { readAdvice } from './reading';
import { audible } from './silence';

const TODAY = new Date(2026, 10, 23);
const MARKS: Mark[] = ['checkpointing', 'amt-early-stopping'].map(practice => ({
  start: 0,
  end: 1,
  advice: readAdvice({ id: `${practice}@job` })
}));
const heard = (source: string, tags: string[] = []) =>
  audible(MARKS, source, tags, TODAY).map(({ advice }) => advice.practice);

it('a comment silences the practices it names, or all of them', () => {
  expect(heard('x = 1  # green: ignore[checkpointing] because it is short')).toEqual([
    'amt-early-stopping'
  ]);
  expect(heard('# green: ignore[checkpointing, amt-early-stopping]')).toEqual([]);
  expect(heard('# green: ignore[*]')).toEqual([]);
});

it('a comment holds to the end of its month or day', () => {
  expect(heard('# green: ignore[*] until 2026-11')).toEqual([]);
  expect(heard('# green: ignore[*] until 2026-11-23')).toEqual([]);
  expect(heard('# green: ignore[*] until 2026-10')).toHaveLength(2);
  expect(heard('# green: ignore[*] until 2026-11-22')).toHaveLength(2);
});

it('a tag of the cell silences the practice it names', () => {
  expect(heard('x = 1', ['green-ignore-checkpointing', 'slide'])).toEqual(['amt-early-stopping']);
});
