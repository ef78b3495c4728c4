/** The words of docs/protocol.md as types. */

import type { Facts } from './facts';

export const MIME_TYPE = 'application/vnd.jupyter-green.v1+json';
export const COMM_TARGET = 'jupyter_green';
export const WAKE_TARGET = 'jupyter_green:loaded';
export const PROTOCOL = 1;

export interface Figure {
  low?: number;
  central?: number;
  high?: number;
  unit: string;
  text: string;
  range: string;
  counted: number;
  out_of: number;
}

export interface Input {
  name: string;
  value: string;
  status: string;
  source: string;
  date: string;
}

export interface Edit {
  cell_id: string | null;
  start: number;
  end: number;
  before: string;
  after: string;
}

export interface Saving {
  carbon: Figure | null;
  energy: Figure | null;
  cost: Figure | null;
  time: Figure | null;
}

export interface Advice {
  id: string;
  practice: string;
  identity: string;
  title: string;
  message: string;
  fault: boolean;
  saving: Saving;
  saving_text: string;
  confidence: string;
  evidence: string;
  trade_offs: string[];
  missing: string[];
  not_checked: string[];
  fix: 'safe' | 'unsafe' | 'show only';
  edits: Edit[];
  diff: string;
  cell: number | null;
}

export interface Outlook {
  carbon: Figure;
  cost: Figure;
  hours: Figure | null;
  label: string;
}

export interface Line {
  identity: string;
  replaces: string[];
  kind: string;
  name: string | null;
  what: string;
  text: string;
  instance_type: string | null;
  instance_count: number | null;
  region: string | null;
  state: string;
  basis: string;
  energy: Figure;
  carbon: Figure;
  embodied: Figure;
  water: Figure;
  cost: Figure;
  ceiling: Outlook | null;
  forecast: Outlook | null;
  widest: string;
  inputs: Input[];
  notes: string[];
  advice: Advice[];
  cell: number | null;
  cell_id: string | null;
}

export interface Bundle {
  method: string;
  data: string;
  cell: number | null;
  lines: Line[];
}

export interface Total {
  carbon: Figure;
  energy: Figure;
  cost: Figure;
  water: Figure;
  basis: string;
  counted: number;
  out_of: number;
  /** What was started and has not ended, per hour; the rest of the total is forecast. */
  running: { carbon: Figure; cost: Figure } | null;
  since_start: { carbon: Figure; cost: Figure } | null;
  widest: string;
}

export interface Endpoint {
  identity: string;
  name: string;
  line: Line;
  last_call: string | null;
  silent_minutes: number | null;
  delete_cell: string;
}

export interface State {
  session_started: string;
  total: Total;
  jobs: Line[];
  endpoints: Endpoint[];
  advice: Advice[];
  /** What the reader told because a practice asked. */
  told: Facts;
  off: string[];
}

export interface Mark {
  start: number;
  end: number;
  advice: Advice;
}

export interface AnalysedCell {
  id: string;
  lines: Line[];
  marks: Mark[];
}

export interface CompareRow {
  label: string;
  energy: Figure;
  carbon: Figure;
  cost: Figure;
  /** Hours it takes, and what the whole run comes to; null where nobody knows. */
  time: Figure | null;
  total: { carbon: Figure; cost: Figure } | null;
  /** How many times as long as now it may take until it emits as much. */
  even: Figure | null;
  current: boolean;
  note: string;
}

export interface RegionRow {
  region: string;
  name: string;
  grid: Figure;
  pue: string;
  allowed: boolean;
  current: boolean;
}

export type Json = { [key: string]: unknown };

export interface Table<Row> {
  rows: Row[];
  chart: Json | null;
  note: string;
}
