import { describe, expect, it } from 'vitest';

import { readAdvice } from './reading';
import { cellsOfEdits } from './resolve';
import type { Cell } from './view';

const cell = (id: string, source: string): Cell => ({
  id,
  place: 1,
  execution: null,
  source,
  tags: [],
  tags: [],
  bundles: []
});
const advice = (cellId: string | null) =>
  readAdvice({
    id: 'p@j',
    edits: [{ cell_id: cellId, start: 0, end: 1, before: 'x', after: 'y' }]
  });
const ids = (cells: Cell[], cellId: string | null, shownAt: string | null) =>
  cellsOfEdits(cells, advice(cellId), shownAt)?.map(group => group.cell.id) ?? null;

describe('cellsOfEdits', () => {
  const cells = [cell('a', 'x'), cell('b', 'x = 1'), cell('c', 'z')];

  it('takes the cell that the edit names', () => {
    expect(ids(cells, 'b', 'a')).toEqual(['b']);
  });

  it('tries the cell the advice is shown at', () => {
    expect(ids(cells, null, 'b')).toEqual(['b']);
  });

  it('takes the only cell that fits', () => {
    expect(ids([cell('a', 'x'), cell('c', 'z')], null, 'c')).toEqual(['a']);
  });

  it('gives up when several fit, or a named cell was deleted and none fits', () => {
    expect(ids(cells, null, null)).toBeNull();
    expect(ids([cell('c', 'z')], 'gone', null)).toBeNull();
  });
});
