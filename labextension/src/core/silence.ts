/** Comments and cell tags that silence a practice: read as the kernel reads them, and written where the reader wants one. */

import type { Change } from './edits';
import type { Mark } from './protocol';

const COMMENT = /#\s*green:\s*ignore\[([\w\s,*-]+)\](?:\s+until\s+([^\s,;]+))?/g;
const DATE = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/;
const TAG = 'green-ignore-';

/** Return what tells whether a practice is silenced in a cell: by a comment that still holds today, or by a tag. */
export function silencer(
  source: string,
  tags: readonly string[],
  today: Date
): (practice: string) => boolean {
  const silenced = new Set(
    tags.filter(tag => tag.startsWith(TAG)).map(tag => tag.slice(TAG.length))
  );
  for (const [, names, until] of source.includes('green:') ? source.matchAll(COMMENT) : []) {
    if (holds(until, today)) {
      names.split(',').forEach(name => silenced.add(name.trim()));
    }
  }
  return practice => silenced.has(practice) || silenced.has('*');
}

/** Return the marks that neither a comment of the cell nor one of its tags silences. */
export function audible(
  marks: Mark[],
  source: string,
  tags: readonly string[],
  today: Date
): Mark[] {
  const isSilenced = silencer(source, tags, today);
  return marks.filter(({ advice }) => !isSilenced(advice.practice));
}

/** Return the comment that silences a practice, with the last month it holds and the reason if there are any. */
export function commentOf(practice: string, until: string | null, reason: string): string {
  const because = reason.replace(/\s+/g, ' ').trim();
  return (
    `# green: ignore[${practice}]` +
    (until ? ` until ${until}` : '') +
    (because ? ` because ${because}` : '')
  );
}

/** Return the change that writes a comment on a line of its own: the first, or the second below a cell magic. */
export function commentIn(source: string, comment: string): Change {
  const magic = /^\s*%%[^\n]*\n?/.exec(source)?.[0] ?? '';
  const from = magic.length;
  const isOpen = magic !== '' && !magic.endsWith('\n');
  return { from, to: from, insert: isOpen ? `\n${comment}` : `${comment}\n` };
}

/** Whether the last day, such as 2027-01-15 or the month 2027-01, has not passed; what is no day has passed. */
function holds(until: string | undefined, today: Date): boolean {
  return until === undefined || (isDay(until) && localDate(today).slice(0, until.length) <= until);
}

function isDay(text: string): boolean {
  const [, year, month, day = '1'] = DATE.exec(text) ?? [];
  const made = new Date(Number(year), Number(month) - 1, Number(day));
  return made.getMonth() === Number(month) - 1 && made.getDate() === Number(day);
}

function localDate(day: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
