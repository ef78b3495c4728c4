/**
 * Readers of docs/protocol.md that accept any JSON without throwing.
 *
 * Whatever comes from a notebook file or a kernel may be old, half written or hostile: unknown keys are dropped, missing
 * ones get a harmless value, and a document of another version is refused as a whole.
 */

import { readFacts } from './facts';
import {
  PROTOCOL,
  type Advice,
  type AnalysedCell,
  type Bundle,
  type CompareRow,
  type Edit,
  type Endpoint,
  type Figure,
  type Input,
  type Json,
  type Line,
  type Mark,
  type Outlook,
  type RegionRow,
  type State,
  type Table,
  type Total
} from './protocol';

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const object = (value: unknown): Json => (isObject(value) ? value : {});
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const name = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const number = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;
const list = <T>(value: unknown, read: (item: unknown) => T): T[] =>
  Array.isArray(value) ? value.map(read) : [];
const maybe = <T>(value: unknown, read: (item: unknown) => T): T | null =>
  isObject(value) ? read(value) : null;

/** Read one figure; anything that is not a figure reads as unknown. */
export function readFigure(value: unknown): Figure {
  const from = object(value);
  const figure: Figure = {
    unit: text(from.unit),
    text: text(from.text) || 'unknown',
    range: text(from.range),
    counted: number(from.counted) ?? 0,
    out_of: number(from.out_of) ?? 1
  };
  const [low, central, high] = [number(from.low), number(from.central), number(from.high)];
  return low === null || central === null || high === null
    ? figure
    : { ...figure, low, central, high };
}

function readEdit(value: unknown): Edit {
  const from = object(value);
  return {
    cell_id: name(from.cell_id),
    start: number(from.start) ?? -1,
    end: number(from.end) ?? -1,
    before: text(from.before),
    after: text(from.after)
  };
}

/** Read one piece of advice. */
export function readAdvice(value: unknown): Advice {
  const from = object(value);
  const saving = object(from.saving);
  const id = text(from.id);
  return {
    id,
    practice: text(from.practice) || id.split('@')[0],
    identity: id.slice(id.indexOf('@') + 1),
    title: text(from.title),
    message: text(from.message),
    fault: from.fault === true,
    saving: {
      carbon: maybe(saving.carbon, readFigure),
      energy: maybe(saving.energy, readFigure),
      cost: maybe(saving.cost, readFigure),
      time: maybe(saving.time, readFigure)
    },
    saving_text: text(from.saving_text),
    confidence: text(from.confidence) || 'none',
    evidence: text(from.evidence),
    trade_offs: list(from.trade_offs, text),
    missing: list(from.missing, text),
    not_checked: list(from.not_checked, text),
    fix: from.fix === 'safe' || from.fix === 'unsafe' ? from.fix : 'show only',
    edits: list(from.edits, readEdit).filter(edit => edit.start >= 0 && edit.end >= edit.start),
    diff: text(from.diff),
    cell: number(from.cell)
  };
}

function readOutlook(value: unknown): Outlook {
  const from = object(value);
  return {
    carbon: readFigure(from.carbon),
    cost: readFigure(from.cost),
    hours: maybe(from.hours, readFigure),
    label: text(from.label)
  };
}

function readInput(value: unknown): Input {
  const from = object(value);
  return {
    name: text(from.name),
    value: text(from.value),
    status: text(from.status),
    source: text(from.source),
    date: text(from.date)
  };
}

/** Read the line of one job. */
export function readLine(value: unknown): Line {
  const from = object(value);
  return {
    identity: text(from.identity),
    replaces: list(from.replaces, text),
    kind: text(from.kind),
    name: name(from.name),
    what: text(from.what) || text(from.kind),
    text: text(from.text),
    instance_type: name(from.instance_type),
    instance_count: number(from.instance_count),
    region: name(from.region),
    state: text(from.state),
    basis: text(from.basis),
    energy: readFigure(from.energy),
    carbon: readFigure(from.carbon),
    embodied: readFigure(from.embodied),
    water: readFigure(from.water),
    cost: readFigure(from.cost),
    ceiling: maybe(from.ceiling, readOutlook),
    forecast: maybe(from.forecast, readOutlook),
    widest: text(from.widest),
    inputs: list(from.inputs, readInput),
    notes: list(from.notes, text),
    advice: list(from.advice, readAdvice),
    cell: number(from.cell),
    cell_id: name(from.cell_id)
  };
}

/** Read the data of a cell's output; null when it is not of a version this code knows. */
export function readBundle(value: unknown): Bundle | null {
  if (!isObject(value) || value.version !== PROTOCOL) {
    return null;
  }
  return {
    method: text(value.method),
    data: text(value.data),
    cell: number(value.cell),
    lines: list(value.lines, readLine)
  };
}

function readCarbonAndCost(value: unknown): { carbon: Figure; cost: Figure } {
  const from = object(value);
  return { carbon: readFigure(from.carbon), cost: readFigure(from.cost) };
}

function readTotal(value: unknown): Total {
  const from = object(value);
  return {
    carbon: readFigure(from.carbon),
    energy: readFigure(from.energy),
    cost: readFigure(from.cost),
    water: readFigure(from.water),
    basis: text(from.basis),
    counted: number(from.counted) ?? 0,
    out_of: number(from.out_of) ?? 0,
    running: maybe(from.running, readCarbonAndCost),
    since_start: maybe(from.since_start, readCarbonAndCost),
    widest: text(from.widest)
  };
}

function readEndpoint(value: unknown): Endpoint {
  const from = object(value);
  return {
    identity: text(from.identity),
    name: text(from.name),
    line: readLine(from.line),
    last_call: name(from.last_call),
    silent_minutes: number(from.silent_minutes),
    delete_cell: text(from.delete_cell)
  };
}

/** Read what the kernel says about the session; null when it is not of a version this code knows. */
export function readState(value: unknown): State | null {
  if (!isObject(value) || value.version !== PROTOCOL) {
    return null;
  }
  return {
    session_started: text(value.session_started),
    total: readTotal(value.total),
    jobs: list(value.jobs, readLine),
    endpoints: list(value.endpoints, readEndpoint),
    advice: list(value.advice, readAdvice),
    told: readFacts(value.told),
    off: list(value.off, text)
  };
}

function readMark(value: unknown): Mark {
  const from = object(value);
  return {
    start: number(from.start) ?? 0,
    end: number(from.end) ?? 0,
    advice: readAdvice(from.advice)
  };
}

/** Read the answer to `analyse`. */
export function readAnalysis(value: unknown): AnalysedCell[] {
  return list(object(value).cells, item => {
    const from = object(item);
    return {
      id: text(from.id),
      lines: list(from.lines, readLine),
      marks: list(from.marks, readMark)
    };
  });
}

/** Read the answer to `compare`. */
export function readCompare(value: unknown): Table<CompareRow> {
  const from = object(value);
  return {
    rows: list(from.rows, item => {
      const row = object(item);
      return {
        label: text(row.label),
        energy: readFigure(row.energy),
        carbon: readFigure(row.carbon),
        cost: readFigure(row.cost),
        time: maybe(row.time, readFigure),
        total: maybe(row.total, readCarbonAndCost),
        even: maybe(row.even, readFigure),
        current: row.current === true,
        note: text(row.note)
      };
    }),
    chart: isObject(from.chart) ? from.chart : null,
    note: text(from.note)
  };
}

/** Read the answer to `regions`. */
export function readRegions(value: unknown): Table<RegionRow> {
  const from = object(value);
  return {
    rows: list(from.rows, item => {
      const row = object(item);
      const pue = row.pue;
      return {
        region: text(row.region),
        name: text(row.name),
        grid: readFigure(row.grid),
        pue:
          typeof pue === 'number' ? String(pue) : isObject(pue) ? readFigure(pue).text : text(pue),
        allowed: row.allowed !== false,
        current: row.current === true
      };
    }),
    chart: isObject(from.chart) ? from.chart : null,
    note: text(from.note)
  };
}

/** Tell whether the kernel's first answer is a hello of the protocol spoken here. */
export function isHello(value: unknown): boolean {
  return isObject(value) && value.type === 'hello' && value.protocol === PROTOCOL;
}
