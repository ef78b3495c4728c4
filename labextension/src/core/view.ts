/** What the sidebar shows: the saved outputs, the live state of the kernel and the facts of the source, made one. */

import { addsNothing } from './basis';
import { addFigures } from './figures';
import type { Facts } from './facts';
import type { Advice, Bundle, Endpoint, Line, Mark, State, Total } from './protocol';
import { silencer } from './silence';

/** One cell as the notebook's model has it. */
export interface Cell {
  id: string;
  /** 1-based place in the notebook. */
  place: number;
  execution: number | null;
  source: string;
  tags: readonly string[];
  bundles: Bundle[];
}

export interface Job {
  line: Line;
  cellId: string | null;
  /** Known only from an output saved in the file: this kernel has not seen it. */
  saved: boolean;
}

export interface Card {
  advice: Advice;
  cellId: string | null;
}

/** A mark with the cell it lies in. */
export interface PlacedMark {
  cellId: string;
  mark: Mark;
}

export interface View {
  total: Total | null;
  /** True when `total` was added up from saved outputs. */
  totalIsSaved: boolean;
  jobs: Job[];
  endpoints: Endpoint[];
  cards: Card[];
  /** What the reader told the kernel because a practice asked. */
  told: Facts;
  off: string[];
}

export const EMPTY_VIEW: View = {
  total: null,
  totalIsSaved: false,
  jobs: [],
  endpoints: [],
  cards: [],
  told: {},
  off: []
};

/**
 * Make one view of everything known about a notebook; `ignored` holds advice ids the reader sent away.
 *
 * What a comment or a tag silences is left out at once, also where it was written after the cell ran or was saved.
 */
export function viewOf(
  cells: Cell[],
  live: State | null,
  marks: PlacedMark[],
  ignored: ReadonlySet<string>,
  today: Date = new Date()
): View {
  const places = new Places(cells);
  const silencers = new Map(
    cells.map(({ id, source, tags }) => [id, silencer(source, tags, today)])
  );
  const isSilenced = ({ practice }: Advice, cellId: string | null) =>
    cellId !== null && silencers.get(cellId)?.(practice) === true;
  const heard = (line: Line, cellId: string | null): Line => ({
    ...line,
    advice: line.advice.filter(advice => !isSilenced(advice, cellId))
  });
  const saved = places.lines
    .filter(({ line }) => !isLive(line, live))
    .map(({ line, cellId }) => ({ line: heard(line, cellId), cellId }));
  const jobs: Job[] = [
    ...(live?.jobs ?? []).map(line => {
      const cellId = places.cellOf(line);
      return { line: heard(line, cellId), cellId, saved: false };
    }),
    ...saved.map(({ line, cellId }) => ({ line, cellId, saved: true }))
  ];
  const told = [
    ...(live?.advice ?? []).map(advice => ({ advice, cellId: places.cellOfAdvice(advice) })),
    ...saved.flatMap(({ line, cellId }) => line.advice.map(advice => ({ advice, cellId })))
  ]
    .filter(({ advice, cellId }) => !isSilenced(advice, cellId))
    .map(card => withEdits(card, marks, live))
    .filter(({ advice, cellId }) => !isSilenced(advice, cellId));
  // A cell ran when it has a line, also one that another job counts instead of.
  const hasLine = cells.filter(cell => cell.bundles.some(bundle => bundle.lines.length > 0));
  const ran = new Set([...jobs.map(job => job.cellId), ...hasLine.map(cell => cell.id)]);
  const cards = [...distinct(told), ...unrunCards(marks, told, ran)].filter(
    card => !ignored.has(card.advice.id)
  );
  cards.sort((a, b) => Number(b.advice.fault) - Number(a.advice.fault));
  const liveTotal = live && live.total.out_of > 0 ? live.total : null;
  return {
    total: liveTotal ?? (saved.length > 0 ? totalOf(saved.map(job => job.line)) : null),
    totalIsSaved: liveTotal === null,
    jobs,
    endpoints: live?.endpoints ?? [],
    cards,
    told: live?.told ?? {},
    off: live?.off ?? []
  };
}

/** Whether the kernel tells about a saved line itself: the same job, or the one that a saved forecast became. */
function isLive(line: Line, live: State | null): boolean {
  return (live?.jobs ?? []).some(
    job => job.identity === line.identity || (line.state === 'forecast' && job.what === line.what)
  );
}

/** Add up saved lines by the hour; whole runs are counted as missing, what draws nothing by itself not at all. */
export function totalOf(saved: Line[]): Total {
  const lines = saved.filter(line => !addsNothing(line));
  const hourly = lines.filter(line => line.basis !== 'total');
  const add = (unit: string, pick: (line: Line) => Line['carbon']) => ({
    ...addFigures(hourly.map(pick), unit),
    out_of: lines.length
  });
  const carbon = add('gCO2e/h', line => line.carbon);
  return {
    carbon,
    energy: add('kWh/h', line => line.energy),
    cost: add('USD/h', line => line.cost),
    water: add('L/h', line => line.water),
    basis: 'per hour',
    counted: carbon.counted,
    out_of: lines.length,
    running: null,
    since_start: null,
    widest: hourly.map(line => line.widest).find(Boolean) ?? ''
  };
}

/** Where jobs and advice live in the notebook. */
class Places {
  readonly lines: { line: Line; cellId: string }[];
  private readonly _byIdentity: Map<string, string>;

  constructor(private readonly _cells: Cell[]) {
    this._byIdentity = new Map();
    const last = new Map<string, { line: Line; cellId: string }>();
    for (const cell of _cells) {
      for (const line of cell.bundles.flatMap(bundle => bundle.lines)) {
        for (const forecast of [line.identity, ...line.replaces]) {
          last.delete(forecast);
        }
        last.set(line.identity, { line, cellId: cell.id });
        this._byIdentity.set(line.identity, cell.id);
      }
    }
    this.lines = [...last.values()];
  }

  cellOf(line: Line): string | null {
    const named = this._cells.find(cell => cell.id === line.cell_id);
    return named?.id ?? this._byIdentity.get(line.identity) ?? this._executed(line.cell);
  }

  cellOfAdvice(advice: Advice): string | null {
    const named = advice.edits.map(edit => this._cells.find(cell => cell.id === edit.cell_id));
    return (
      named.find(cell => cell !== undefined)?.id ??
      this._byIdentity.get(advice.identity) ??
      this._executed(advice.cell)
    );
  }

  private _executed(count: number | null): string | null {
    return this._cells.find(cell => count !== null && cell.execution === count)?.id ?? null;
  }
}

/**
 * Give advice on a live job the edits that its text allows.
 *
 * A job that ran is known by its object, which does not know where it was written; the analysis of the text does. A kernel
 * that cannot be asked now, because a cell runs, told the edits with the job's line.
 */
function withEdits(card: Card, marks: PlacedMark[], live: State | null): Card {
  if (card.advice.edits.length > 0) {
    return card;
  }
  const same = marks.filter(
    ({ mark }) => mark.advice.practice === card.advice.practice && mark.advice.edits.length > 0
  );
  const here = same.filter(({ cellId }) => cellId === card.cellId);
  const kinds = new Set(same.map(({ mark }) => JSON.stringify(mark.advice.edits)));
  const found = here[0] ?? (kinds.size === 1 ? same[0] : undefined);
  if (found) {
    const { edits, diff } = found.mark.advice;
    return { advice: { ...card.advice, edits, diff }, cellId: found.cellId };
  }
  const told = (live?.jobs ?? [])
    .flatMap(line => line.advice)
    .find(({ id, edits }) => id === card.advice.id && edits.length > 0);
  return told ? { ...card, advice: { ...card.advice, edits: told.edits, diff: told.diff } } : card;
}

/** Advice on source whose job nobody has seen yet, one card for each practice and cell. */
function unrunCards(marks: PlacedMark[], told: Card[], ran: ReadonlySet<string | null>): Card[] {
  const seen = new Set(told.map(({ advice, cellId }) => `${advice.practice}#${cellId}`));
  return marks
    .map(({ cellId, mark }) => ({ advice: mark.advice, cellId }))
    .filter(({ advice, cellId }) => {
      const key = `${advice.practice}#${cellId}`;
      const isNew = !ran.has(cellId) && !seen.has(key);
      seen.add(key);
      return isNew;
    });
}

/** Keep the first card of each id, and of each practice on the very same text. */
function distinct(cards: Card[]): Card[] {
  const seen = new Set<string>();
  return cards.filter(({ advice, cellId }) => {
    const edit = advice.edits[0];
    const where = edit ? `${advice.practice}#${cellId}#${edit.before}#${edit.start}` : advice.id;
    const known = seen.has(advice.id) || seen.has(where);
    seen.add(advice.id).add(where);
    return !known;
  });
}

/** Group the cards that give the same advice on several jobs, in their order; a fault always stands for itself. */
export function groupsOf(cards: Card[]): Card[][] {
  const groups = new Map<string, Card[]>();
  for (const card of cards) {
    const { fault, id, practice, title } = card.advice;
    const key = fault ? id : `${practice}#${title}`;
    groups.set(key, [...(groups.get(key) ?? []), card]);
  }
  return [...groups.values()];
}
