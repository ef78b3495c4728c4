import { describe, expect, it } from 'vitest';

import { settle, stands, type Applied } from './applied';
import { changed, planEdits } from './edits';
import { readAdvice } from './reading';

const SOURCE = 'est = f(kind="old", n=2)';

function swap(before: string, after: string): { applied: Applied; result: string } {
  const start = SOURCE.indexOf(before);
  const edit = { cell_id: 'c', start, end: start + before.length, before, after };
  const plan = planEdits(SOURCE, [edit]);
  if (plan.changes === null) {
    throw new Error('the edit itself was refused');
  }
  const applied: Applied = {
    id: 'p@j',
    title: 'p',
    advice: readAdvice({ id: 'p@j' }),
    undo: [{ cellId: 'c', original: SOURCE, ...plan.undo }],
    execution: 1,
    verdict: 'waiting'
  };
  return { applied, result: changed(SOURCE, plan.changes) };
}

describe('stands', () => {
  const { applied, result } = swap('"old"', '"new"');
  const standsIn = (source: string | null) => stands(applied, () => source);

  it('while the text is as it was written, and when more was typed around it', () => {
    expect(standsIn(result)).toBe(true);
    expect(standsIn(`# mine\n${result}\nx = 1`)).toBe(true);
  });

  it('not once the editor undid it, also when something was typed since', () => {
    expect(standsIn(SOURCE)).toBe(false);
    expect(standsIn(`${SOURCE}\nx = 1`)).toBe(false);
  });

  it('not in a cell that is gone', () => {
    expect(standsIn(null)).toBe(false);
  });

  it('when the new value was edited further: nobody undid it', () => {
    expect(standsIn(result.replace('new', 'newer'))).toBe(true);
  });

  it('when it took text away and the cell was edited since', () => {
    const removal = swap(', n=2', '');
    expect(stands(removal.applied, () => removal.result)).toBe(true);
    expect(stands(removal.applied, () => `${removal.result}\nx = 1`)).toBe(true);
    expect(stands(removal.applied, () => SOURCE)).toBe(false);
  });
});

it('a swap waits for the next run, which confirms it or still gives the advice', () => {
  const { applied } = swap('"old"', '"new"');
  const verdict = (execution: number, ids: string[]) =>
    settle([applied], () => execution, new Set(ids))[0].verdict;
  expect(verdict(1, ['p@j'])).toBe('waiting');
  expect(verdict(2, [])).toBe('confirmed');
  expect(verdict(2, ['p@j'])).toBe('still');
});
