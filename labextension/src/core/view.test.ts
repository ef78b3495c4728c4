import { describe, expect, it } from 'vitest';

import { settle, type Applied } from './applied';
import { joinMarks, markAt, marksOfView, wantedMarks } from './marks';
import type { Mark } from './protocol';
import { readAdvice, readBundle, readState } from './reading';
import { DEFAULT_SETTINGS, readSettings } from './settings';
import { groupsOf, viewOf, type Cell } from './view';

const advice = (id: string, more: object = {}) => ({ id, title: id, ...more });
const hourly = (central: number) => ({
  low: central,
  central,
  high: central,
  unit: 'gCO2e/h',
  text: `${central}`
});
const line = (identity: string, more: object = {}) => ({
  identity,
  basis: 'per hour',
  carbon: hourly(1),
  ...more
});
const cell = (id: string, lines: object[] = [], source = ''): Cell => {
  const bundle = readBundle({ version: 1, lines });
  return { id, place: 1, execution: 1, source, tags: [], bundles: bundle ? [bundle] : [] };
};
const live = (more: object) =>
  readState({ version: 1, total: { out_of: 1, carbon: hourly(9) }, ...more });
const none = new Set<string>();

describe('viewOf', () => {
  it('shows the saved outputs when there is no kernel', () => {
    const view = viewOf([cell('a', [line('j1')]), cell('b', [line('j2')])], null, [], none);
    expect(view.jobs.map(job => [job.line.identity, job.cellId, job.saved])).toEqual([
      ['j1', 'a', true],
      ['j2', 'b', true]
    ]);
    expect(view.total?.carbon.central).toBe(2);
    expect(view.totalIsSaved).toBe(true);
  });

  it('counts a job that several cells show once, where it stands last', () => {
    const view = viewOf([cell('a', [line('j')]), cell('b', [line('j')])], null, [], none);
    expect(view.jobs.map(job => job.cellId)).toEqual(['b']);
    expect(view.total?.out_of).toBe(1);
  });

  it('leaves out the saved forecast that a started job replaces', () => {
    const started = line('training:x', { replaces: ['object:training-1'] });
    const view = viewOf(
      [cell('a', [line('object:training-1')]), cell('b', [started])],
      null,
      [],
      none
    );
    expect(view.jobs.map(job => job.line.identity)).toEqual(['training:x']);
  });

  it('leaves out what a comment silences that was written after the cell ran, live or saved', () => {
    const spot = advice('spot@j', { practice: 'spot', fault: true });
    const hook = advice('hook@j', { practice: 'hook' });
    const told = line('j', { advice: [spot, hook], cell: 1 });
    const today = new Date(2026, 10, 23);
    for (const state of [null, live({ jobs: [told], advice: [spot, hook] })]) {
      const shown = (source: string) => {
        const view = viewOf([cell('a', [told], source)], state, [], none, today);
        const ids = view.jobs[0].line.advice.map(({ id }) => id);
        return [view.cards.map(card => card.advice.id), ids];
      };
      expect(shown('x = 1')).toEqual([
        ['spot@j', 'hook@j'],
        ['spot@j', 'hook@j']
      ]);
      expect(shown('# green: ignore[spot] because it is short\nx = 1')).toEqual([
        ['hook@j'],
        ['hook@j']
      ]);
      expect(shown('# green: ignore[spot] until 2026-10\nx = 1')[0]).toEqual(['spot@j', 'hook@j']);
    }
  });

  it('prefers what the kernel says and keeps saved jobs that it has not seen', () => {
    const state = live({ jobs: [line('j1', { state: 'running' })] });
    const view = viewOf([cell('a', [line('j1')]), cell('b', [line('old')])], state, [], none);
    expect(view.jobs.map(job => [job.line.identity, job.saved])).toEqual([
      ['j1', false],
      ['old', true]
    ]);
    expect(view.total?.carbon.central).toBe(9);
    expect(view.totalIsSaved).toBe(false);
  });

  it('does not show a saved forecast beside the job it became', () => {
    const state = live({ jobs: [line('api', { what: 'training · ml.p3', state: 'running' })] });
    const forecast = line('object', { what: 'training · ml.p3', state: 'forecast' });
    const other = line('old', { what: 'training · ml.p2', state: 'forecast' });
    const view = viewOf([cell('a', [forecast, other])], state, [], none);
    expect(view.jobs.map(job => job.line.identity)).toEqual(['api', 'old']);
  });

  it('does not tell anew what is written in a cell whose job counts as part of another', () => {
    const state = live({ jobs: [line('tuner')], advice: [advice('p@tuner')] });
    const estimator = cell('a', [line('estimator')]);
    const tuner = cell('b', [line('tuner', { replaces: ['estimator'] })]);
    const told = readAdvice(advice('p@cell-0'));
    const marks = [{ cellId: 'a', mark: { start: 0, end: 1, advice: told } }];
    const view = viewOf([estimator, tuner], state, marks, none);
    expect(view.jobs.map(job => job.line.identity)).toEqual(['tuner']);
    expect(view.cards.map(card => card.advice.id)).toEqual(['p@tuner']);
  });

  it('leaves out of the saved total what draws only while it is called, or nothing of its own', () => {
    const busy = line('j2', { basis: 'per busy hour' });
    const local = line('j3', { basis: 'nothing on AWS' });
    const view = viewOf([cell('a', [line('j1'), busy, local])], null, [], none);
    expect(view.total?.carbon.central).toBe(1);
    expect(view.total?.out_of).toBe(1);
  });

  it('falls back to the saved total when the kernel was restarted', () => {
    const state = readState({ version: 1, total: { out_of: 0 } });
    expect(viewOf([cell('a', [line('j')])], state, [], none).totalIsSaved).toBe(true);
  });

  it('does not add a sum for a whole run to rates per hour', () => {
    const view = viewOf([cell('a', [line('j1'), line('j2', { basis: 'total' })])], null, [], none);
    expect(view.total).toMatchObject({ counted: 1, out_of: 2 });
  });

  it('puts faults first and drops what the reader ignored', () => {
    const state = live({
      advice: [advice('p1@a'), advice('p2@a', { fault: true }), advice('p3@a')]
    });
    const view = viewOf([cell('a')], state, [], new Set(['p3@a']));
    expect(view.cards.map(card => card.advice.id)).toEqual(['p2@a', 'p1@a']);
  });

  it('takes the edits of a job line where the text was not analysed', () => {
    const edits = [{ cell_id: 'a', start: 0, end: 1, before: 'x', after: 'y' }];
    const told = advice('p@j', { practice: 'p', edits, diff: '-x' });
    const jobs = [line('j', { advice: [told] })];
    const state = live({ jobs, advice: [advice('p@j', { practice: 'p' })] });
    const [card] = viewOf([cell('a')], state, [], none).cards;
    expect(card.advice).toMatchObject({ edits, diff: '-x' });
  });

  it('shows advice on the same text once', () => {
    const edits = [{ cell_id: 'a', start: 0, end: 1, before: 'x', after: 'y' }];
    const marks = [
      {
        cellId: 'a',
        mark: {
          start: 0,
          end: 1,
          advice: readAdvice(advice('p@source:a', { practice: 'p', edits }))
        }
      }
    ];
    const state = live({ advice: [advice('p@job', { edits })] });
    expect(viewOf([cell('a', [], 'x')], state, marks, none).cards).toHaveLength(1);
  });
});

describe('advice on a live job', () => {
  const edits = [{ cell_id: 'a', start: 0, end: 1, before: 'x', after: 'y' }];
  const read = (id: string, practice: string, more: object) => ({
    start: 0,
    end: 1,
    advice: readAdvice(advice(id, { practice, ...more }))
  });
  const state = live({ jobs: [line('j', { cell: 1 })], advice: [advice('p@j', { cell: 1 })] });

  it('gets the edits of the same practice on the text', () => {
    const marks = [{ cellId: 'a', mark: read('p@text', 'p', { edits, diff: '-x' }) }];
    const [card, ...rest] = viewOf([cell('a', [], 'x')], state, marks, none).cards;
    expect(card.advice).toMatchObject({ id: 'p@j', edits, diff: '-x' });
    expect(rest).toEqual([]);
  });

  it('gets none when two texts disagree and neither is its cell', () => {
    const other = [{ ...edits[0], cell_id: 'c', start: 5, end: 6 }];
    const marks = [
      { cellId: 'b', mark: read('p@1', 'p', { edits }) },
      { cellId: 'c', mark: read('p@2', 'p', { edits: other }) }
    ];
    const cells = [cell('a'), { ...cell('b'), execution: null }, { ...cell('c'), execution: null }];
    const cards = viewOf(cells, state, marks, none).cards;
    expect(cards.map(card => [card.advice.id, card.advice.edits.length])).toEqual([
      ['p@j', 0],
      ['p@1', 1],
      ['p@2', 1]
    ]);
  });
});

describe('settle', () => {
  const applied: Applied = {
    id: 'p@a',
    title: '',
    advice: readAdvice({}),
    undo: [{ cellId: 'a', edits: [], result: '' }],
    execution: 3,
    verdict: 'waiting'
  };
  const verdict = (execution: number | null, ids: string[]) =>
    settle([applied], () => execution, new Set(ids))[0].verdict;

  it('waits until the cell has run again', () => {
    expect(verdict(3, ['p@a'])).toBe('waiting');
    expect(verdict(null, [])).toBe('waiting');
  });

  it('is confirmed when the advice is gone after the run, and says when it is not', () => {
    expect(verdict(4, [])).toBe('confirmed');
    expect(verdict(4, ['p@a'])).toBe('still');
  });
});

describe('marks', () => {
  const mark = (start: number, end: number, more: object = {}): Mark => ({
    start,
    end,
    advice: readAdvice({ id: `p${start}@x`, ...more })
  });

  it('follow the text of advice on a job that ran', () => {
    const edits = [{ cell_id: null, start: 2, end: 5, before: '"x"', after: '"y"' }];
    const cells = [cell('a', [], 'f("x")'), cell('b', [], 'g()')];
    const view = viewOf(cells, live({ advice: [advice('p@j', { edits })] }), [], none);
    expect(marksOfView(view, cells, 'a', '# new\nf("x")')).toMatchObject([{ start: 8, end: 11 }]);
    expect(marksOfView(view, cells, 'b', 'g()')).toEqual([]);
  });

  it('are shown by kind as the reader asks', () => {
    const edits = [{ start: 0, end: 1, before: 'x', after: 'y' }];
    const all = [mark(0, 1, { fault: true }), mark(2, 3, { edits }), mark(4, 5)];
    const count = (settings: object) =>
      wantedMarks(all, 10, { ...DEFAULT_SETTINGS, ...settings }).length;
    expect(count({})).toBe(3);
    expect(count({ squiggleFaults: false })).toBe(2);
    expect(count({ squiggleSwaps: false, squiggleNotes: false })).toBe(1);
    expect(count({ squiggles: false })).toBe(0);
  });

  it('are three at one place, the ones that can be applied first', () => {
    const edits = [{ start: 0, end: 1, before: 'x', after: 'y' }];
    const notes = ['a', 'b', 'c', 'd'].map(id => ({ ...mark(0, 1), advice: readAdvice({ id }) }));
    const swap = { ...mark(0, 1), advice: readAdvice({ id: 'swap', edits }) };
    const kept = wantedMarks([...notes, swap], 10, DEFAULT_SETTINGS);
    expect(kept.map(one => one.advice.id)).toEqual(['swap', 'a', 'b']);
  });

  it('never leave the text', () => {
    expect(wantedMarks([mark(0, 11), mark(-1, 2), mark(3, 2)], 10, DEFAULT_SETTINGS)).toEqual([]);
  });

  it('are found at the cursor, else on its line', () => {
    const source = 'f("x")\ng("y", "z")';
    const marks = [mark(2, 5), mark(9, 12), mark(14, 17)];
    expect(markAt(marks, source, 15)?.start).toBe(14);
    expect(markAt(marks, source, 0)?.start).toBe(2);
    expect(markAt([mark(2, 5)], source, 10)).toBeNull();
  });

  it('are joined without doubles', () => {
    expect(joinMarks([mark(0, 1)], [mark(0, 1), mark(2, 3)])).toHaveLength(2);
  });
});

it('readSettings keeps the default of what has the wrong type', () => {
  const read = readSettings({
    squiggles: 'no',
    units: 'stones',
    residency: ['eu-*', 3],
    region: ' eu-west-1 '
  });
  expect(read).toEqual({ ...DEFAULT_SETTINGS, residency: ['eu-*'], region: 'eu-west-1' });
});

it('the same advice on several jobs is one group, faults stand alone', () => {
  const card = (id: string, more: object = {}) => ({
    advice: readAdvice({ id, title: id.split('@')[0], ...more }),
    cellId: null
  });
  const idle = [card('idle@a', { fault: true }), card('idle@b', { fault: true })];
  const cards = [...idle, card('spot@a'), card('size@a'), card('spot@b')];
  expect(groupsOf(cards).map(group => group.map(({ advice }) => advice.id))).toEqual([
    ['idle@a'],
    ['idle@b'],
    ['spot@a', 'spot@b'],
    ['size@a']
  ]);
});
