/**
 * The string literals of a cell, found without a kernel and without an editor.
 *
 * The editor's grammar is loaded late and only exists for cells on screen, while the sidebar speaks about all cells; so
 * both ask this one scanner, which knows comments, prefixes, triple quotes and escapes, and nothing else of Python.
 */

export interface Literal {
  /** The name before `=` when the literal is a keyword argument or an assigned value. */
  keyword: string | null;
  value: string;
  /** Offsets of the whole literal with its quotes, in UTF-16 units. */
  start: number;
  end: number;
}

const STRING = /([A-Za-z]{0,2})("""|'''|"|')/y;
const WORD = /[A-Za-z_]\w*/y;

/** Return the plain string literals of `source`; formatted and byte strings are left out. */
export function literalsOf(source: string): Literal[] {
  const found: Literal[] = [];
  let at = 0;
  while (at < source.length) {
    STRING.lastIndex = at;
    const opening = source[at] === '#' ? null : STRING.exec(source);
    const end = endOfSkipped(source, at);
    if (opening && end !== null) {
      const [whole, prefix, quote] = opening;
      const inner = at + whole.length;
      if (/^[uU]?$/.test(prefix) && closing(source, inner, quote) !== null) {
        const value = source.slice(inner, end - quote.length);
        found.push({ keyword: keywordBefore(source, at), value, start: at, end });
      }
    }
    at = end ?? at + 1;
  }
  return found;
}

/** Return where the comment, string or word at `at` ends, or null when none begins there. */
export function endOfSkipped(source: string, at: number): number | null {
  if (source[at] === '#') {
    return endOfLine(source, at);
  }
  STRING.lastIndex = at;
  const opening = STRING.exec(source);
  if (opening) {
    const inner = at + opening[0].length;
    return closing(source, inner, opening[2]) ?? endOfLine(source, inner);
  }
  WORD.lastIndex = at;
  return WORD.test(source) ? WORD.lastIndex : null;
}

function endOfLine(source: string, from: number): number {
  const end = source.indexOf('\n', from);
  return end < 0 ? source.length : end;
}

function closing(source: string, from: number, quote: string): number | null {
  for (let at = from; at < source.length; at++) {
    if (source[at] === '\\') {
      at++;
    } else if (source.startsWith(quote, at)) {
      return at + quote.length;
    } else if (quote.length === 1 && source[at] === '\n') {
      return null;
    }
  }
  return null;
}

function keywordBefore(source: string, at: number): string | null {
  const match = /([A-Za-z_]\w*)\s*=\s*$/.exec(source.slice(Math.max(0, at - 80), at));
  return match ? match[1] : null;
}
