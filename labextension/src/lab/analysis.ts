/** What the kernel reads in the text of a notebook's cells: all code cells in one message, because they lean on each other. */

import type { Mark } from '../core/protocol';
import { readAnalysis } from '../core/reading';
import type { Cell } from '../core/view';
import type { KernelLink } from './link';
import { calmly, within } from './waiting';

const GATHER = 250;
const LONGEST_WAIT = 4000;

interface Snapshot {
  link: KernelLink;
  epoch: number;
  /** What was asked, to know when to ask again. */
  asked: string;
  sources: Map<string, string>;
  marks: Map<string, Mark[]>;
}

/** Keeps the last answer and asks again when a source has changed; one question at a time. */
export class SourceAnalysis {
  constructor(
    private readonly _link: () => KernelLink | null,
    private readonly _cells: () => readonly Cell[],
    private readonly _onAnswer: () => void
  ) {}

  /** Return the marks of a cell as it was when the kernel looked last; null when the text is another now. */
  known(cellId: string, source: string): Mark[] | null {
    const snapshot = this._snapshot;
    const isFresh = snapshot !== null && snapshot.link === this._link();
    return isFresh && snapshot.sources.get(cellId) === source
      ? (snapshot.marks.get(cellId) ?? [])
      : null;
  }

  /** Return the marks of a cell's text, asking if need be; null when there is no answer in time. */
  async marksOf(cellId: string, source: string): Promise<Mark[] | null> {
    const known = this.known(cellId, source);
    if (known || this._link()?.status !== 'live') {
      return known;
    }
    const answered = new Promise<void>(resolve => this._waiting.push(resolve));
    this.refresh();
    await within(LONGEST_WAIT, answered, undefined);
    return this.known(cellId, source);
  }

  /** Ask again soon, if anything the last answer rests on has changed. */
  readonly refresh = calmly(GATHER, () => void this._ask());

  private async _ask(): Promise<void> {
    const link = this._link();
    if (link?.status !== 'live' || this._isAsking) {
      return;
    }
    if (document.hidden) {
      // Nobody looks at the browser's tab: ask when somebody does.
      document.addEventListener('visibilitychange', this.refresh, { once: true });
      return;
    }
    const cells = this._cells().map(({ id, source, tags }) => ({ id, source, tags }));
    const asked = JSON.stringify([cells, link.state?.told]); // the answer rests on told facts too
    if (!this._isStale(link, asked)) {
      this._wake();
      return;
    }
    this._isAsking = true;
    const epoch = link.epoch;
    try {
      const answer = await link.ask('analyse', { cells });
      const marks = new Map(readAnalysis(answer).map(cell => [cell.id, cell.marks]));
      const sources = new Map(cells.map(({ id, source }) => [id, source]));
      this._snapshot = { link, epoch, asked, sources, marks };
      this._onAnswer();
    } catch (reason) {
      // Restarted meanwhile, or the kernel cannot read this text; the next change asks again.
      console.debug('jupyter-green: no analysis:', reason);
      this._snapshot = null;
    } finally {
      this._isAsking = false;
      this._wake();
    }
  }

  private _isStale(link: KernelLink, asked: string): boolean {
    const last = this._snapshot;
    return last === null || last.link !== link || last.epoch !== link.epoch || last.asked !== asked;
  }

  private _wake(): void {
    this._waiting.splice(0).forEach(resolve => resolve());
  }

  private _snapshot: Snapshot | null = null;
  private _isAsking = false;
  private readonly _waiting: (() => void)[] = [];
}
