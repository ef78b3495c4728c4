/** One open notebook: what its outputs say, what its kernel says, and the edits made in it. */

import type { ICellModel } from '@jupyterlab/cells';
import { NotebookActions, type NotebookPanel } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';
import { ISignal, Signal } from '@lumino/signaling';

import { settle, type Applied } from '../core/applied';
import { planEdits, planUndo, type Change } from '../core/edits';
import type { Advice, Mark } from '../core/protocol';
import { cellsOfEdits } from '../core/resolve';
import { judge, refusals, type RuleFile } from '../core/rules';
import { audible } from '../core/silence';
import { EMPTY_VIEW, viewOf, type Cell, type View } from '../core/view';
import { SourceAnalysis } from './analysis';
import { readCells, tagsOf } from './cells';
import type { KernelLink } from './link';
import type { Links } from './links';
import { calmly } from './waiting';

/** Why an edit was not made; the words for it are in the views. */
export type Refusal = 'moved' | 'no cell' | 'read-only';

/** Watches one notebook while it is open. */
export class NotebookWatch implements IDisposable {
  constructor(
    readonly panel: NotebookPanel,
    private readonly _links: Links,
    private readonly _rules: RuleFile
  ) {
    const context = panel.context;
    panel.sessionContext.kernelChanged.connect(this._followKernel, this);
    panel.disposed.connect(this.dispose, this);
    context.pathChanged.connect(this._refresh, this);
    context.model.contentChanged.connect(this._refresh, this);
    panel.sessionContext.statusChanged.connect(this._followKernel, this);
    void context.ready.then(() => this._followKernel());
  }

  get link(): KernelLink | null {
    return this._link;
  }

  /** Whether this notebook has no kernel at all, or one that is going away. */
  get hasKernel(): boolean {
    return this._link !== null && this._link.status !== 'gone';
  }

  get view(): View {
    return this._view;
  }

  get cells(): readonly Cell[] {
    return this._cells;
  }

  get applied(): readonly Applied[] {
    return this._applied;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Return the marks that need no kernel for one cell's text. */
  judge(cellId: string, source: string): Mark[] {
    return this._audible(judge(source, cellId, this._rules), cellId, source);
  }

  /** Return the marks for a cell's text that the kernel had a say in; null when it cannot tell now. */
  async analyse(cellId: string, source: string): Promise<Mark[] | null> {
    const marks = await this._analysis.marksOf(cellId, source);
    return marks && [...marks, ...this._refusals(cellId, source)];
  }

  /** What is known of a cell's text without asking. */
  knownMarks(cellId: string): Mark[] {
    const cell = this._cells.find(candidate => candidate.id === cellId);
    return cell ? this._marksOf(cell) : [];
  }

  /** Write a piece of advice into its cells: all of its edits, or none and the reason. */
  apply(advice: Advice, shownAt: string | null): Refusal | null {
    const cells = readCells(this.panel.content.model);
    const groups = cellsOfEdits(cells, advice, shownAt);
    if (!groups) {
      return advice.edits.length > 0 ? 'moved' : 'no cell';
    }
    const plans = groups.map(({ cell, edits }) => ({
      cell,
      plan: planEdits(cell.source, edits, advice.diff)
    }));
    const undo = [];
    const writes: [string, Change[]][] = [];
    for (const { cell, plan } of plans) {
      if (plan.changes === null) {
        return 'moved';
      }
      writes.push([cell.id, plan.changes]);
      undo.push({ cellId: cell.id, ...plan.undo });
    }
    const refusal = this._write(writes);
    if (refusal === null) {
      const { id, title } = advice;
      const execution = plans[0].cell.execution;
      const one: Applied = { id, title, advice, undo, execution, verdict: 'waiting' };
      this._applied = [...this._applied.filter(other => other.id !== id), one];
      this._link?.ask('applied', { advice: id }).catch(() => undefined);
      this._refreshNow();
    }
    return refusal;
  }

  /** Take an applied swap back, unless its text was edited since. */
  takeBack(id: string): Refusal | null {
    const one = this._applied.find(applied => applied.id === id);
    const cells = readCells(this.panel.content.model);
    const writes: [string, Change[]][] = [];
    for (const undo of one?.undo ?? []) {
      const cell = cells.find(candidate => candidate.id === undo.cellId);
      const changes = cell ? planUndo(cell.source, undo) : null;
      if (changes === null) {
        return 'moved';
      }
      writes.push([undo.cellId, changes]);
    }
    const refusal = this._write(writes);
    if (refusal === null) {
      this.forgetApplied(id);
    }
    return refusal;
  }

  /** Drop the note about an applied swap. */
  forgetApplied(id: string): void {
    this._applied = this._applied.filter(applied => applied.id !== id);
    this._refreshNow();
  }

  /** Hide a piece of advice in this window; the kernel, if any, remembers it for longer. */
  hide(id: string): void {
    this._ignored.add(id);
    this._refreshNow();
  }

  /** The id of the cell that a piece of the page belongs to. */
  cellAt(node: Node): string | null {
    const cell = this.panel.content.widgets.find(widget => widget.node.contains(node));
    return cell?.model.id ?? null;
  }

  /** Put the cursor on a cell and show it. */
  jumpTo(cellId: string): boolean {
    const index = this._cells.findIndex(cell => cell.id === cellId);
    const place = this._cells[index]?.place;
    if (place === undefined) {
      return false;
    }
    const notebook = this.panel.content;
    notebook.activeCellIndex = place - 1;
    void notebook.scrollToItem(place - 1, 'smart');
    notebook.activate();
    return true;
  }

  /** Add a code cell with the given source under the active one; it is not run. */
  addCell(source: string): void {
    const notebook = this.panel.content;
    NotebookActions.insertBelow(notebook);
    notebook.activeCell?.model.sharedModel.setSource(source);
    notebook.activate();
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._link?.changed.disconnect(this._refreshNow, this);
    Signal.clearData(this);
  }

  private _write(writes: [string, Change[]][]): Refusal | null {
    const models = writes.map(([id]) => this._modelOf(id));
    if (writes.length === 0 || models.some(model => model === null)) {
      return 'no cell';
    }
    if (models.some(model => model?.getMetadata('editable') === false)) {
      return 'read-only';
    }
    writes.forEach(([, changes], i) => {
      const shared = models[i]!.sharedModel;
      shared.transact(() => {
        for (const { from, to, insert } of [...changes].reverse()) {
          shared.updateSource(from, to, insert);
        }
      });
    });
    return null;
  }

  private _modelOf(cellId: string): ICellModel | null {
    for (const model of this.panel.content.model?.cells ?? []) {
      if (model.id === cellId) {
        return model;
      }
    }
    return null;
  }

  private _followKernel(): void {
    if (this._isDisposed) {
      return;
    }
    const kernel = this.panel.sessionContext.session?.kernel ?? null;
    const link = kernel && !kernel.isDisposed ? this._links.of(kernel) : null;
    if (link !== this._link) {
      this._link?.changed.disconnect(this._refreshNow, this);
      this._link = link;
      link?.changed.connect(this._refreshNow, this);
      this._refreshNow();
    }
  }

  private _refreshNow(): void {
    if (this._isDisposed) {
      return;
    }
    if (this._link?.status === 'gone') {
      this._followKernel();
    }
    this._cells = readCells(this.panel.content.model);
    const live = this._link?.state ?? null;
    const marks = this._cells.flatMap(cell =>
      this._marksOf(cell).map(mark => ({ cellId: cell.id, mark }))
    );
    if (this._link?.status === 'live') {
      this._analysis.refresh();
    }
    this._view =
      this._cells.length > 0 ? viewOf(this._cells, live, marks, this._ignored) : EMPTY_VIEW;
    const executions = new Map(this._cells.map(cell => [cell.id, cell.execution]));
    this._applied = settle(
      this._applied,
      id => executions.get(id) ?? null,
      new Set(this._view.cards.map(card => card.advice.id))
    );
    this._changed.emit();
  }

  /** What the text alone tells: by the kernel while it answers, else by the table of facts. */
  private _marksOf(cell: Cell): Mark[] {
    if (this._link?.status !== 'live') {
      return this.judge(cell.id, cell.source);
    }
    const known = this._analysis.known(cell.id, cell.source) ?? [];
    return [...known, ...this._refusals(cell.id, cell.source)];
  }

  private _refusals(cellId: string, source: string): Mark[] {
    return this._audible(refusals(source, cellId, this._rules), cellId, source);
  }

  private _audible(marks: Mark[], cellId: string, source: string): Mark[] {
    const model = this._modelOf(cellId);
    return audible(marks, source, model ? tagsOf(model) : [], new Date());
  }

  private readonly _refresh = calmly(60, () => this._refreshNow());
  private _link: KernelLink | null = null;
  private _view: View = EMPTY_VIEW;
  private _cells: Cell[] = [];
  private _applied: Applied[] = [];
  private _isDisposed = false;
  private readonly _analysis = new SourceAnalysis(
    () => this._link,
    () => readCells(this.panel.content.model),
    () => this._refresh()
  );
  private readonly _ignored = new Set<string>();
  private readonly _changed = new Signal<this, void>(this);
}
