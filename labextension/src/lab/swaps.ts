/** The swaps written into one notebook: each in one undo step, all of its edits or none, and with a way back. */

import type { INotebookModel } from '@jupyterlab/notebook';

import { settle, stands, type Applied } from '../core/applied';
import { planEdits, planUndo, type Change } from '../core/edits';
import type { Advice } from '../core/protocol';
import { cellsOfEdits } from '../core/resolve';
import type { Cell } from '../core/view';
import { readCells, write, type Refusal } from './cells';

/** Keeps what was applied and tells the kernel when a swap comes to stand in the notebook and when it goes. */
export class Swaps {
  constructor(
    private readonly _model: () => INotebookModel | null,
    private readonly _tellKernel: (id: string, isUndone: boolean) => void
  ) {}

  /** The swaps that stand in the notebook now; one undone by the editor comes back when it is redone. */
  get standing(): readonly Applied[] {
    return this._standing;
  }

  /** Write a piece of advice into its cells: all of its edits, or none and the reason. */
  apply(advice: Advice, shownAt: string | null): Refusal | null {
    const cells = readCells(this._model());
    const groups = cellsOfEdits(cells, advice, shownAt);
    if (!groups) {
      return advice.edits.length > 0 ? 'moved' : 'no cell';
    }
    const undo: Applied['undo'] = [];
    const writes: [string, Change[]][] = [];
    for (const { cell, edits } of groups) {
      const plan = planEdits(cell.source, edits, advice.diff);
      if (plan.changes === null) {
        return 'moved';
      }
      writes.push([cell.id, plan.changes]);
      undo.push({ cellId: cell.id, original: cell.source, ...plan.undo });
    }
    const refusal = write(this._model(), writes);
    if (refusal === null) {
      const { id, title } = advice;
      const execution = groups[0].cell.execution;
      const one: Applied = { id, title, advice, undo, execution, verdict: 'waiting' };
      this._all = [...this._all.filter(other => other.id !== id), one];
    }
    return refusal;
  }

  /** Take an applied swap back, unless its text was edited since. */
  takeBack(id: string): Refusal | null {
    const one = this._all.find(applied => applied.id === id);
    const cells = readCells(this._model());
    const writes: [string, Change[]][] = [];
    for (const undo of one?.undo ?? []) {
      const cell = cells.find(candidate => candidate.id === undo.cellId);
      const changes = cell ? planUndo(cell.source, undo) : null;
      if (changes === null) {
        return 'moved';
      }
      writes.push([undo.cellId, changes]);
    }
    const refusal = write(this._model(), writes);
    if (refusal === null) {
      this.forget(id);
      this._tellKernel(id, true);
    }
    return refusal;
  }

  /** Drop the note about an applied swap. */
  forget(id: string): void {
    this._all = this._all.filter(applied => applied.id !== id);
    this._standing = this._standing.filter(applied => applied.id !== id);
  }

  /** Look at the cells again: which swaps still stand, and which a run bore out. */
  look(cells: readonly Cell[], adviceIds: ReadonlySet<string>): void {
    const byId = new Map(cells.map(cell => [cell.id, cell]));
    this._all = settle(this._all, id => byId.get(id)?.execution ?? null, adviceIds);
    const before = new Set(this._standing.map(one => one.id));
    this._standing = this._all.filter(one => stands(one, id => byId.get(id)?.source ?? null));
    const now = new Set(this._standing.map(one => one.id));
    for (const { id } of this._all) {
      if (before.has(id) !== now.has(id)) {
        this._tellKernel(id, !now.has(id));
      }
    }
  }

  private _all: Applied[] = [];
  private _standing: readonly Applied[] = [];
}
