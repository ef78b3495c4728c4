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
