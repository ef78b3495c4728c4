/** What the buttons do, wherever they stand: in the sidebar, under a cell, in the editor, in the palette. */

import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { Fact } from '../core/facts';
import type { Advice, CompareRow, Endpoint, RegionRow, Table } from '../core/protocol';
import { readCompare, readRegions } from '../core/reading';
import type { Desk } from './desk';
import type { Refusal } from './cells';
import type { NotebookWatch } from './notebook';
import { soon } from './waiting';

/** The actions act on the notebook that holds the cell, else on the one in front. */
export class Actions {
  constructor(
    private readonly _desk: Desk,
    private readonly _trans: TranslationBundle,
    private readonly _showReport: (html: string, name: string) => void
  ) {}

  apply(advice: Advice, cellId: string | null): void {
    const watch = this._watch(cellId);
    const refusal = watch ? watch.apply(advice, cellId) : 'no cell';
    if (refusal) {
      this._refuse(refusal);
    }
  }

  takeBack(id: string): void {
    const watch = this._desk.withApplied(id);
    const refusal = watch ? watch.takeBack(id) : 'no cell';
    if (refusal) {
      this._refuse(refusal);
    }
  }

  forgetApplied(id: string): void {
    this._desk.withApplied(id)?.forgetApplied(id);
  }

  /** Hide a piece of advice until the kernel ends. */
  ignore(advice: Advice, cellId: string | null, reason: string): void {
    const watch = this._watch(cellId);
    watch?.hide(advice, cellId);
    const { practice, identity } = advice;
    if (watch?.link?.status === 'live') {
      soon(watch.link.ask('ignore', { practice, identity, reason, until: null }));
    }
  }

  /** Write the comment into the cell that silences a practice there for good, with and without a kernel. */
  silence(cellId: string, comment: string): void {
    const watch = this._desk.withCell(cellId);
    const refusal = watch ? watch.silence(cellId, comment) : 'no cell';
    if (refusal) {
      this._refuse(refusal);
    }
  }

  /** Tell the kernel a fact that a practice asked for, or with null take it back. */
  async tell(name: string, value: Fact | null): Promise<void> {
    try {
      const answer = await this._desk.current?.link?.ask('tell', { facts: { [name]: value } });
      const problems = (answer as { problems?: unknown } | undefined)?.problems;
      if (Array.isArray(problems) && problems.length > 0) {
        Notification.warning(problems.map(String).join('; '), { autoClose: 8000 });
      }
    } catch (reason) {
      Notification.warning(this._trans.__('The kernel did not take it: %1.', say(reason)), {
        autoClose: 8000
      });
    }
  }

  /** Return the explanation of a practice as Markdown; null when no kernel can give it. */
  async explain(advice: Advice, cellId: string | null): Promise<string | null> {
    const { practice, identity } = advice;
    const answer = await this._ask(this._watch(cellId), 'explain', { practice, identity });
    const markdown = (answer as { markdown?: unknown } | null)?.markdown;
    return typeof markdown === 'string' ? markdown : null;
  }

  /** Compare a job with other instance types; `hours` are the times on some of them that the reader knows. */
  async compare(
    identity: string,
    hours: { [type: string]: number }
  ): Promise<Table<CompareRow> | null> {
    const answer = await this._ask(this._desk.current, 'compare', { identity, hours });
    return answer && readCompare(answer);
  }

  async regions(identity: string | null): Promise<Table<RegionRow> | null> {
    const answer = await this._ask(this._desk.current, 'regions', { identity });
    return answer && readRegions(answer);
  }

  /** Have the kernel write the audit report of the notebook in front, and show it in a tab. */
  async report(): Promise<void> {
    const watch = this._desk.current;
    const trans = this._trans;
    if (!watch) {
      return;
    }
    const cells = [];
    for (const model of watch.panel.content.model?.cells ?? []) {
      cells.push({ id: model.id, type: model.type, source: model.sharedModel.getSource() });
    }
    const name = watch.panel.context.path;
    try {
      const answer = await (watch.link?.ask('report', { cells, name }) ??
        Promise.reject(new Error(trans.__('this notebook has no kernel'))));
      const html = (answer as { html?: unknown }).html;
      this._showReport(typeof html === 'string' ? html : '', name);
    } catch (reason) {
      Notification.warning(
        trans.__(
          'No report: %1. In a terminal, “jupyter-green audit” needs no kernel.',
          say(reason)
        ),
        { autoClose: 8000 }
      );
    }
  }

  writeDeleteCell(endpoint: Endpoint): void {
    this._desk.current?.addCell(endpoint.delete_cell);
  }

  jumpTo(cellId: string): void {
    this._watch(cellId)?.jumpTo(cellId);
  }

  enable(): void {
    const link = this._desk.current?.link;
    if (link) {
      soon(link.enable());
    }
  }

  private async _ask(
    watch: NotebookWatch | null,
    type: string,
    body: object
  ): Promise<object | null> {
    try {
      return (await watch?.link?.ask(type, body)) ?? null;
    } catch {
      return null; // the views say what can be done without a kernel
    }
  }

  private _watch(cellId: string | null): NotebookWatch | null {
    return (cellId === null ? null : this._desk.withCell(cellId)) ?? this._desk.current;
  }

  private _refuse(refusal: Refusal): void {
    const trans = this._trans;
    const words: { [key in Refusal]: string } = {
      moved: trans.__(
        'Nothing was changed: the cell was edited since this advice was made. Run the cell to get it anew.'
      ),
      'no cell': trans.__('Nothing was changed: the cell of this advice is not in this notebook.'),
      'read-only': trans.__('Nothing was changed: the cell is read-only.')
    };
    Notification.warning(words[refusal], { autoClose: 8000 });
  }
}

function say(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
