/** The swaps the reader applied: how to take each back, and whether the next run bore it out. */

import type { Undo } from './edits';
import type { Advice } from './protocol';

export interface CellUndo extends Undo {
  cellId: string;
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
