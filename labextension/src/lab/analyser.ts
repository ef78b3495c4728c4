/** Asks the kernel about the text of cells: all cells that wait, of one notebook, in one message. */

import { readAnalysis, type Mark } from '../core/protocol';
import type { NotebookWatch } from './notebook';
import { within } from './waiting';

const GATHER = 40;
const LONGEST_WAIT = 4000;

interface Request {
  source: string;
  resolve: (marks: Mark[] | null) => void;
}

/** Return the kernel's marks for a cell's text; null when there is no answer in time. */
export function analyse(
  watch: NotebookWatch,
  cellId: string,
  source: string
): Promise<Mark[] | null> {
  if (watch.link?.status !== 'live') {
    return Promise.resolve(null);
  }
  const known = watch.analysisOf(cellId, source);
  if (known) {
    return Promise.resolve(known);
  }
  const waiting = queues.get(watch) ?? new Map<string, Request[]>();
  if (!queues.has(watch)) {
    queues.set(watch, waiting);
    window.setTimeout(() => send(watch), GATHER);
  }
  return new Promise(resolve => {
    waiting.set(cellId, [...(waiting.get(cellId) ?? []), { source, resolve }]);
  });
}

const queues = new WeakMap<NotebookWatch, Map<string, Request[]>>();

async function send(watch: NotebookWatch): Promise<void> {
  const waiting = queues.get(watch);
  queues.delete(watch);
  if (!waiting) {
    return;
  }
  const cells = [...waiting].map(([id, requests]) => ({
    id,
    source: requests[requests.length - 1].source
  }));
  const answer = watch.link?.ask('analyse', { cells }) ?? Promise.reject(new Error('no kernel'));
  const analysed = await within(LONGEST_WAIT, answer, null);
  const found = new Map(readAnalysis(analysed).map(cell => [cell.id, cell.marks]));
  if (analysed) {
    watch.keepAnalysis(cells.map(({ id, source }) => ({ id, source, marks: found.get(id) ?? [] })));
  }
  for (const [id, requests] of waiting) {
    requests.forEach(request => request.resolve(analysed ? (found.get(id) ?? []) : null));
  }
}
