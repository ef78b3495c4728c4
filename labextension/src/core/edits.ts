/** Where an edit goes in the text as it is now, or why it goes nowhere. */

import type { Edit } from './protocol';
import { oldText } from './diff';

export interface Change {
  from: number;
  to: number;
  insert: string;
}

/** How to take the edits of one cell back: exactly while the cell still reads `result`, else where the text is unique. */
export interface Undo {
  edits: Edit[];
  result: string;
}

/** The changes of one cell in ascending order, with what would take them back; or no changes, because the text moved. */
export type Plan = { changes: Change[]; undo: Undo } | { changes: null };

/** Plan the edits of one piece of advice against one cell's source; all of them or none. */
export function planEdits(source: string, edits: Edit[], diff = ''): Plan {
  const changes: Change[] = [];
  for (const edit of edits) {
    const from = locate(source, edit, diff);
    if (from === null) {
      return { changes: null };
    }
    changes.push({ from, to: from + edit.before.length, insert: edit.after });
  }
  changes.sort((a, b) => a.from - b.from);
  if (changes.some((change, i) => i > 0 && change.from < changes[i - 1].to)) {
    return { changes: null };
  }
  return { changes, undo: { edits: inverse(source, changes), result: changed(source, changes) } };
}

/** Plan to take edits back; no changes when the text was edited since and the place cannot be told any more. */
export function planUndo(source: string, undo: Undo): Change[] | null {
  if (source === undo.result) {
    return undo.edits.map(({ start, end, after }) => ({ from: start, to: end, insert: after }));
  }
  return planEdits(source, undo.edits).changes;
}

/** Return the source with the changes made. */
export function changed(source: string, changes: Change[]): string {
  let result = source;
  for (const { from, to, insert } of [...changes].reverse()) {
    result = result.slice(0, from) + insert + result.slice(to);
  }
  return result;
}

function locate(source: string, edit: Edit, diff: string): number | null {
  if (edit.before === '') {
    return locateInsertion(source, edit.start, diff);
  }
  if (source.slice(edit.start, edit.start + edit.before.length) === edit.before) {
    return edit.start;
  }
  const first = source.indexOf(edit.before);
  return first >= 0 && source.indexOf(edit.before, first + 1) < 0 ? first : null;
}

/** An insertion has no old text of its own, so the old lines of the diff must stand around it, exactly once. */
function locateInsertion(source: string, start: number, diff: string): number | null {
  const around = oldText(diff);
  const at = around ? source.indexOf(around) : -1;
  const once = at >= 0 && source.indexOf(around, at + 1) < 0;
  return once && start >= at && start <= at + around.length ? start : null;
}

function inverse(source: string, changes: Change[]): Edit[] {
  let shift = 0;
  return changes.map(({ from, to, insert }) => {
    const start = from + shift;
    shift += insert.length - (to - from);
    const before = insert;
    return {
      cell_id: null,
      start,
      end: start + before.length,
      before,
      after: source.slice(from, to)
    };
  });
}
