/** The calls of a cell with their keyword arguments, found by brackets alone: enough for facts about one call. */

import { endOfSkipped } from './python';

export interface Keyword {
  /** The value as it is written; a plain string always in double quotes. */
  value: string;
  /** Offsets of the written value, in UTF-16 units. */
  start: number;
  end: number;
}

export interface Call {
  /** The last name before the bracket, such as `Estimator` in `sagemaker.Estimator(`. */
  callee: string;
  keywords: Map<string, Keyword>;
  /** Whether `**more` may give keywords that are not written here. */
  isOpen: boolean;
}

interface Bracket {
  call: Call | null;
  argument: number;
}

/** Return the closed calls of `source`, inner ones first; a definition is no call. */
export function callsOf(source: string): Call[] {
  const calls: Call[] = [];
  const stack: Bracket[] = [];
  let at = 0;
  while (at < source.length) {
    const skipped = endOfSkipped(source, at);
    if (skipped !== null) {
      at = skipped;
      continue;
    }
    const top = stack[stack.length - 1];
    const sign = source[at];
    if ('([{'.includes(sign)) {
      stack.push({ call: sign === '(' ? callAt(source, at) : null, argument: at + 1 });
    } else if (sign === ',' && top) {
      endArgument(top, source, at);
      top.argument = at + 1;
    } else if (')]}'.includes(sign) && top) {
      endArgument(top, source, at);
      stack.pop();
      if (top.call && sign === ')') {
        calls.push(top.call);
      }
    }
    at++;
  }
  return calls;
}

function callAt(source: string, bracket: number): Call | null {
  const before = /(\bdef\s+|\bclass\s+)?\b([A-Za-z_]\w*)\s*$/.exec(
    source.slice(Math.max(0, bracket - 120), bracket)
  );
  return before && !before[1] ? { callee: before[2], keywords: new Map(), isOpen: false } : null;
}

function endArgument({ call, argument }: Bracket, source: string, end: number): void {
  const written = source.slice(argument, end);
  const lead = /^(?:\s|#[^\n]*\n)*/.exec(written)?.[0].length ?? 0;
  if (!call || written.startsWith('**', lead)) {
    if (call) {
      call.isOpen = true;
    }
    return;
  }
  const named = /^([A-Za-z_]\w*)\s*=(?!=)\s*/.exec(written.slice(lead));
  if (named) {
    const start = argument + lead + named[0].length;
    const value = /^(?:"[^"\n]*"|'[^'\n]*'|[^#]*?)(?=\s*(?:#[^\n]*\s*)*$)/.exec(
      source.slice(start, end)
    );
    const text = value?.[0] ?? source.slice(start, end);
    const plain = /^'([^'"\\]*)'$/.exec(text);
    call.keywords.set(named[1], {
      value: plain ? `"${plain[1]}"` : text,
      start,
      end: start + text.length
    });
  }
}
