/** The swaps the reader applied: how to take each back, whether it still stands, and whether the next run bore it out. */

import { planEdits, planUndo, type Undo } from './edits';
import type { Advice } from './protocol';

export interface CellUndo extends Undo {
  cellId: string;
  /** The source before the swap. */
  original: string;
}

export interface Applied {
  id: string;
  title: string;
  advice: Advice;
  undo: CellUndo[];
  /** Execution count of the cell when the swap was applied. */
  execution: number | null;
  /** `waiting` for a run, `confirmed` by one, or the run `still` gave the same advice. */
  verdict: 'waiting' | 'confirmed' | 'still';
}

/**
 * Judge the applied swaps after a change of the notebook or the kernel's state.
 *
 * A swap waits until its cell has run again; then the advice is either gone or still there.
 */
export function settle(
  applied: Applied[],
  executionOf: (cellId: string) => number | null,
  adviceIds: ReadonlySet<string>
): Applied[] {
  return applied.map(one => {
    const ran = one.undo.some(({ cellId }) => {
      const now = executionOf(cellId);
      return now !== null && now !== one.execution;
    });
    if (!ran) {
      return one;
    }
    return { ...one, verdict: adviceIds.has(one.id) ? 'still' : 'confirmed' };
  });
}

/**
 * Whether a swap is still written in its cells: the editor's own undo takes it away and its redo brings it back, and a
 * cell can be deleted. What was typed elsewhere in the cell since changes nothing.
 */
export function stands(applied: Applied, sourceOf: (cellId: string) => string | null): boolean {
  return applied.undo.every(undo => {
    const source = sourceOf(undo.cellId);
    if (source === null || source === undo.original) {
      return false;
    }
    const again = undo.edits.map(edit => ({ ...edit, before: edit.after, after: edit.before }));
    return (
      planUndo(source, undo) !== null ||
      planEdits(source, again, applied.advice.diff).changes === null
    );
  });
}
