/** All open notebooks, and the one in front that the sidebar speaks about. */

import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { ISignal, Signal } from '@lumino/signaling';

import type { RuleFile } from '../core/rules';
import { DEFAULT_SETTINGS, type Settings } from '../core/settings';
import { Links } from './links';
import { NotebookWatch } from './notebook';

/** The desk holds a watch for each open notebook and tells when anything that is shown has changed. */
export class Desk {
  constructor(
    private readonly _tracker: INotebookTracker,
    private readonly _rules: RuleFile
  ) {
    this._links = new Links(() => this._settings);
  }

  /** Begin to watch; called once the settings are read, because the first kernel is told them at once. */
  start(): void {
    this._tracker.forEach(panel => this._add(panel));
    this._tracker.widgetAdded.connect((_, panel) => this._add(panel));
    this._tracker.currentChanged.connect(() => this._changed.emit());
    this._changed.emit();
  }

  get settings(): Settings {
    return this._settings;
  }

  set settings(settings: Settings) {
    this._settings = settings;
    this._links.tellSettings();
    this._changed.emit();
  }

  /** The watch of the notebook in front. */
  get current(): NotebookWatch | null {
    const panel = this._tracker.currentWidget;
    return (panel && this._watches.get(panel)) ?? null;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** The notebook that holds a piece of the page. */
  holding(node: Node): NotebookWatch | null {
    return [...this._watches.values()].find(watch => watch.panel.node.contains(node)) ?? null;
  }

  /** The notebook that has a cell; the one in front goes first, because copies of a notebook share cell ids. */
  withCell(cellId: string): NotebookWatch | null {
    const has = (watch: NotebookWatch) => watch.cells.some(cell => cell.id === cellId);
    const current = this.current;
    return current && has(current) ? current : ([...this._watches.values()].find(has) ?? null);
  }

  /** The notebook in which a swap was applied. */
  withApplied(id: string): NotebookWatch | null {
    return (
      [...this._watches.values()].find(watch => watch.applied.some(one => one.id === id)) ?? null
    );
  }

  private _add(panel: NotebookPanel): void {
    if (this._watches.has(panel)) {
      return;
    }
    const watch = new NotebookWatch(panel, this._links, this._rules);
    this._watches.set(panel, watch);
    watch.changed.connect(() => this._changed.emit());
    panel.disposed.connect(() => {
      this._watches.delete(panel);
      this._changed.emit();
    });
    this._changed.emit();
  }

  private _settings: Settings = DEFAULT_SETTINGS;
  private readonly _links: Links;
  private readonly _watches = new Map<NotebookPanel, NotebookWatch>();
  private readonly _changed = new Signal<this, void>(this);
}
