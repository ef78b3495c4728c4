/** What the figures of a line stand for. */

import type { Line } from './protocol';

const RATES = ['per hour', 'per busy hour', 'total', ''];
const NOT_HERE = ['per busy hour', 'nothing on AWS', 'counted elsewhere'];

/** Whether the line's figures say what it draws; else its first note says why there is nothing to tell. */
export function hasRate(line: Line): boolean {
  return RATES.includes(line.basis);
}

/** Whether the line draws only while it is called, or nothing of its own, and so adds nothing to a total by the hour. */
export function addsNothing(line: Line): boolean {
  return NOT_HERE.includes(line.basis);
}

/** Whether an open endpoint costs while nobody calls it; a serverless one does with provisioned concurrency only. */
export function isBilledIdle(line: Line): boolean {
  return (
    line.basis !== 'per busy hour' || line.notes.some(note => note.includes('billed while idle'))
  );
}
