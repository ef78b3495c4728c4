/** Which cell an edit belongs to, when the kernel could not say: it knows cells by what they said when they ran. */

import { planEdits } from './edits';
import type { Advice, Edit } from './protocol';
import type { Cell } from './view';

/** The edits of one cell. */
export interface CellEdits {
  cell: Cell;
  edits: Edit[];
}

/**
 * Group the edits of a piece of advice by the cell they rewrite; null when a cell cannot be told.
 *
 * An edit names its cell, else it is tried on the cell the advice is shown at, else on the only cell it fits.
 */
export function cellsOfEdits(
  cells: Cell[],
  advice: Advice,
  shownAt: string | null
): CellEdits[] | null {
  const groups = new Map<string, CellEdits>();
  for (const edit of advice.edits) {
    const cell = cellOf(cells, edit, advice.diff, shownAt);
    if (!cell) {
      return null;
    }
    const group = groups.get(cell.id) ?? { cell, edits: [] };
    group.edits.push(edit);
    groups.set(cell.id, group);
  }
  return groups.size > 0 ? [...groups.values()] : null;
}

function cellOf(cells: Cell[], edit: Edit, diff: string, shownAt: string | null): Cell | null {
  const named = cells.find(cell => cell.id === edit.cell_id);
  if (named) {
    return named;
  }
  const fits = (cell: Cell) => planEdits(cell.source, [edit], diff).changes !== null;
  const here = cells.find(cell => cell.id === shownAt);
  if (here && fits(here)) {
    return here;
  }
  const fitting = cells.filter(fits);
  return fitting.length === 1 ? fitting[0] : null;
}
