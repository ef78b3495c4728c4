import { expect, it } from 'vitest';

import type { Mark } from './protocol';
import { readAdvice } from './reading';
import { audible, commentIn, commentOf } from './silence';

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

it('a mistyped or impossible last day silences nothing, as in the kernel', () => {
  for (const day of ['2027-1-5', 'soon', '2027-13', '2027-02-30', '27-01']) {
    expect(heard(`# green: ignore[*] until ${day}`)).toHaveLength(2);
  }
});

it('a tag of the cell silences the practice it names', () => {
  expect(heard('x = 1', ['green-ignore-checkpointing', 'slide'])).toEqual(['amt-early-stopping']);
});

it('a comment is written so that it is read again, on a line of its own', () => {
  const written = (source: string, comment: string) => {
    const { from, to, insert } = commentIn(source, comment);
    return source.slice(0, from) + insert + source.slice(to);
  };
  const comment = commentOf('checkpointing', '2027-01', ' it is\n short ');
  expect(comment).toBe('# green: ignore[checkpointing] until 2027-01 because it is short');
  expect(commentOf('checkpointing', null, ' ')).toBe('# green: ignore[checkpointing]');
  const cell = written('x = f(a)', comment);
  expect(cell).toBe(`${comment}\nx = f(a)`);
  expect(audible(MARKS, cell, [], TODAY)).toEqual([MARKS[1]]);
  expect(audible(MARKS, cell, [], new Date(2027, 1, 1))).toEqual(MARKS);
  expect(written('%%time\nx = 1', comment)).toBe(`%%time\n${comment}\nx = 1`);
  expect(written('%%time', comment)).toBe(`%%time\n${comment}`);
});
