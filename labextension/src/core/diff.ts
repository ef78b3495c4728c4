/** A unified diff as rows to show, and the text it expects to find. */

export interface DiffRow {
  sign: '+' | '-' | ' ';
  text: string;
}

/** Return the rows of a unified diff without its headers. */
export function diffRows(diff: string): DiffRow[] {
  const rows: DiffRow[] = [];
  for (const line of diff.split('\n')) {
    const sign = line[0];
    if (/^(---|\+\+\+|@@|\\)/.test(line) || sign === undefined) {
      continue;
    }
    if (sign === '+' || sign === '-' || sign === ' ') {
      rows.push({ sign, text: line.slice(1) });
    }
  }
  return rows;
}

/** Return the lines that the diff wants to find in the source, joined as they stand there. */
export function oldText(diff: string): string {
  return diffRows(diff)
    .filter(row => row.sign !== '+')
    .map(row => row.text)
    .join('\n');
}

export interface ShownRow {
  sign: DiffRow['sign'];
  parts: { text: string; isChanged: boolean }[];
}

const MOST_INDENT = 2;

/**
 * Return the rows of a diff for a narrow place: with little of their indentation, and cut around what differs between an
 * old line and the new one that replaces it.
 */
export function shownRows(diff: string): ShownRow[] {
  const rows = diffRows(diff);
  const indents = rows.filter(({ text }) => text.trim()).map(({ text }) => text.search(/\S/));
  const shared = indents.length > 0 ? Math.min(...indents) : 0;
  const dedented = rows.map(({ sign, text }) => {
    const more = Math.min(MOST_INDENT, Math.max(0, text.search(/\S|$/) - shared));
    return { sign, text: ' '.repeat(more) + text.trimStart() };
  });
  const partners = partnersOf(dedented);
  return dedented.map(({ sign, text }, i) => {
    const partner = partners.get(i);
    return { sign, parts: cut(text, partner === undefined ? text : dedented[partner].text) };
  });
}

/** Tell which row replaces which: where as many new lines follow as old ones went, they are the same ones. */
function partnersOf(rows: DiffRow[]): Map<number, number> {
  const partners = new Map<number, number>();
  const endOf = (sign: string, from: number) => {
    const end = rows.findIndex((row, i) => i >= from && row.sign !== sign);
    return end < 0 ? rows.length : end;
  };
  for (let at = 0; at < rows.length; at++) {
    const middle = endOf('-', at);
    const end = endOf('+', middle);
    for (let i = at; middle - at === end - middle && i < middle; i++) {
      partners.set(i, i + middle - at).set(i + middle - at, i);
    }
    at = Math.max(at, end - 1);
  }
  return partners;
}

const WORD = /[\w.\-"']/;

/** Cut a text around the whole words in which it differs from another. */
function cut(text: string, other: string): ShownRow['parts'] {
  if (text === other) {
    return [{ text, isChanged: false }];
  }
  const most = Math.min(text.length, other.length);
  let start = 0;
  while (start < most && text[start] === other[start]) {
    start++;
  }
  let tail = 0;
  while (tail < most - start && text[text.length - 1 - tail] === other[other.length - 1 - tail]) {
    tail++;
  }
  let end = text.length - tail;
  const isOneValue = end > start && other.length - tail > start;
  while (isOneValue && start > 0 && WORD.test(text[start - 1])) {
    start--;
  }
  while (isOneValue && end < text.length && WORD.test(text[end])) {
    end++;
  }
  return [
    { text: text.slice(0, start), isChanged: false },
    { text: text.slice(start, end), isChanged: true },
    { text: text.slice(end), isChanged: false }
  ].filter(part => part.text !== '');
}
