/** Comments and cell tags that silence a practice, for what is told without a kernel; the kernel minds them itself. */

import type { Mark } from './protocol';

const COMMENT = /#\s*green:\s*ignore\[([\w\s,*-]+)\](?:\s+until\s+(\d{4}-\d{2}(?:-\d{2})?))?/g;
const TAG = 'green-ignore-';

/** Return the marks that neither a comment of the cell that still holds today nor one of its tags silences. */
export function audible(
  marks: Mark[],
  source: string,
  tags: readonly string[],
  today: Date
): Mark[] {
  const silenced = new Set(
    tags.filter(tag => tag.startsWith(TAG)).map(tag => tag.slice(TAG.length))
  );
  for (const [, names, until] of source.matchAll(COMMENT)) {
    if (holds(until, today)) {
      names.split(',').forEach(name => silenced.add(name.trim()));
    }
  }
  return silenced.has('*') ? [] : marks.filter(({ advice }) => !silenced.has(advice.practice));
}

/** Whether the last day, such as 2027-01-15 or the month 2027-01, has not passed. */
function holds(until: string | undefined, today: Date): boolean {
  return until === undefined || localDate(today).slice(0, until.length) <= until;
}

function localDate(day: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
