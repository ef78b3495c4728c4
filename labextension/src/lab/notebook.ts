/** One open notebook: what its outputs say, what its kernel says, and the edits made in it. */

import { NotebookActions, type NotebookPanel } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';
import { ISignal, Signal } from '@lumino/signaling';

import type { Applied } from '../core/applied';
import type { Advice, Mark } from '../core/protocol';
import { judge, refusals, type RuleFile } from '../core/rules';
import { audible, commentIn, silencer } from '../core/silence';
import { EMPTY_VIEW, viewOf, type Cell, type View } from '../core/view';
import { SourceAnalysis } from './analysis';
import { modelOf, readCells, tagsOf, write, type Refusal } from './cells';
import type { KernelLink } from './link';
import type { Links } from './links';
import { Swaps } from './swaps';
import { calmly } from './waiting';

/** What was applied and sent away in a document, known to all of its views. */
const SHARED = new WeakMap<object, { swaps: Swaps; ignored: Set<string> }>();

/** Watches one notebook while it is open. */
export class NotebookWatch implements IDisposable {
  constructor(
    readonly panel: NotebookPanel,
    private readonly _links: Links,
    private readonly _rules: RuleFile
  ) {
    const context = panel.context;
    const shared = SHARED.get(context) ?? {
      swaps: new Swaps(
        () => context.model,
        (id, isUndone) => {
          const message = isUndone ? { advice: id, undone: true } : { advice: id };
          this._link?.ask('applied', message).catch(() => undefined);
        }
      ),
      ignored: new Set<string>()
    };
    SHARED.set(context, shared);
    this._swaps = shared.swaps;
    this._ignored = shared.ignored;
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
    return this._swaps.standing;
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
    const refusal = this._swaps.apply(advice, shownAt);
    this._refreshNow();
    return refusal;
  }

  /** Take an applied swap back, unless its text was edited since. */
  takeBack(id: string): Refusal | null {
    const refusal = this._swaps.takeBack(id);
    this._refreshNow();
    return refusal;
  }

  /** Drop the note about an applied swap. */
  forgetApplied(id: string): void {
    this._swaps.forget(id);
    this._refreshNow();
  }

  /** Write the comment that silences a practice in a cell, for good or until a month has passed. */
  silence(cellId: string, comment: string): Refusal | null {
    const cell = readCells(this.panel.content.model).find(({ id }) => id === cellId);
    const change = cell && commentIn(cell.source, comment);
    return write(this.panel.content.model, change ? [[cellId, [change]]] : []);
  }

  /** Hide a piece of advice in this window, its underline too; the kernel, if any, remembers it for longer. */
  hide({ id, practice }: Advice, cellId: string | null): void {
    this._ignored.add(id);
    if (cellId !== null) {
      this._ignored.add(`${practice}#${cellId}`);
    }
    this._refreshNow();
  }

  /** Whether a piece of advice is hidden at a cell, silenced there by a comment or a tag included. */
  isHidden({ id, practice }: Advice, cellId: string | null): boolean {
    const cell = this._cells.find(candidate => candidate.id === cellId);
    return (
      this._ignored.has(id) ||
      this._ignored.has(`${practice}#${cellId}`) ||
      (cell !== undefined && silencer(cell.source, cell.tags, new Date())(practice))
    );
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
    const ids = new Set(this._view.cards.map(card => card.advice.id));
    this._swaps.look(this._cells, ids);
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
    const model = modelOf(this.panel.content.model, cellId);
    return audible(marks, source, model ? tagsOf(model) : [], new Date());
  }

  private readonly _refresh = calmly(60, () => this._refreshNow());
  private _link: KernelLink | null = null;
  private _view: View = EMPTY_VIEW;
  private _cells: Cell[] = [];
  private _isDisposed = false;
  private readonly _analysis = new SourceAnalysis(
    () => this._link,
    () => readCells(this.panel.content.model),
    () => this._refresh()
  );
  private readonly _swaps: Swaps;
  private readonly _ignored: Set<string>;
  private readonly _changed = new Signal<this, void>(this);
}
