/** Which underlines a cell gets: from the analysis of its text and from what its jobs were told when they ran. */

import { planEdits } from './edits';
import type { Advice, Mark } from './protocol';
import { cellsOfEdits } from './resolve';
import type { Settings } from './settings';
import type { Cell, View } from './view';

/** Return the marks of advice on jobs already seen, where their text still stands in the cell. */
export function marksOfView(
  view: View,
  cells: readonly Cell[],
  cellId: string,
  source: string
): Mark[] {
  const marks: Mark[] = [];
  const current = cells.map(cell => (cell.id === cellId ? { ...cell, source } : cell));
  for (const { advice, cellId: shownAt } of view.cards) {
    const groups = cellsOfEdits(current, advice, shownAt);
    for (const group of groups ?? []) {
      const plan = group.cell.id === cellId ? planEdits(source, group.edits, advice.diff) : null;
      const first = plan?.changes?.[0];
      if (first) {
        marks.push({ start: first.from, end: first.to, advice });
      }
    }
  }
  return marks;
}

/** Join marks, the earlier list first; one mark for each practice at one place. */
export function joinMarks(...lists: Mark[][]): Mark[] {
  const seen = new Set<string>();
  return lists.flat().filter(mark => {
    const keys = [`${mark.advice.practice}@${mark.start}`, mark.advice.id];
    const known = keys.some(key => seen.has(key));
    keys.forEach(key => seen.add(key));
    return !known;
  });
}

const MOST_AT_ONE_PLACE = 3;

/**
 * Keep the marks that the settings ask for and that lie in the text.
 *
 * A tooltip that lists a dozen things is not read: at one place faults come first, then swaps, and three are enough. The
 * sidebar has them all.
 */
export function wantedMarks(marks: Mark[], length: number, settings: Settings): Mark[] {
  const weight = ({ advice }: Mark) => (advice.fault ? 0 : canApply(advice) ? 1 : 2);
  const counts = new Map<string, number>();
  return wantedKinds(marks, length, settings)
    .sort((a, b) => weight(a) - weight(b))
    .filter(({ start, end }) => {
      const count = (counts.get(`${start}-${end}`) ?? 0) + 1;
      counts.set(`${start}-${end}`, count);
      return count <= MOST_AT_ONE_PLACE;
    });
}

/** Whether the edits are known and nothing is missing that the swap depends on. */
export function canApply(advice: Advice): boolean {
  return advice.edits.length > 0 && advice.missing.length === 0;
}

function wantedKinds(marks: Mark[], length: number, settings: Settings): Mark[] {
  return marks.filter(({ start, end, advice }) => {
    if (!settings.squiggles || start < 0 || end > length || start > end) {
      return false;
    }
    if (advice.fault) {
      return settings.squiggleFaults;
    }
    return advice.edits.length > 0 ? settings.squiggleSwaps : settings.squiggleNotes;
  });
}

/** Return the mark at a place of the text, or the nearest on the same line. */
export function markAt(marks: Mark[], source: string, at: number): Mark | null {
  const lineStart = source.lastIndexOf('\n', at - 1) + 1;
  const newline = source.indexOf('\n', at);
  const lineEnd = newline < 0 ? source.length : newline;
  const distance = (mark: Mark) =>
    at < mark.start ? mark.start - at : at > mark.end ? at - mark.end : 0;
  const near = marks.filter(mark => mark.start <= lineEnd && mark.end >= lineStart);
  near.sort((a, b) => distance(a) - distance(b));
  return near[0] ?? null;
}
