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
    if (source[at] === '#') {
      at = endOfLine(source, at);
      continue;
    }
    STRING.lastIndex = at;
    const opening = STRING.exec(source);
    if (opening) {
      const [whole, prefix, quote] = opening;
      const inner = at + whole.length;
      const close = closing(source, inner, quote);
      if (/^[uU]?$/.test(prefix) && close !== null) {
        const value = source.slice(inner, close - quote.length);
        found.push({ keyword: keywordBefore(source, at), value, start: at, end: close });
      }
      at = close ?? endOfLine(source, inner);
      continue;
    }
    WORD.lastIndex = at;
    at = WORD.test(source) ? WORD.lastIndex : at + 1;
  }
  return found;
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
