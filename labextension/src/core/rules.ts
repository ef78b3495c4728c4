/** What can be said about a cell from its text and a table alone: facts that need no estimate and no kernel. */

import type { Advice, Mark } from './protocol';
import { literalsOf, type Literal } from './python';
import { readAdvice } from './reading';

/** One fact: string literals that match get this message. `value` may end in `*`. */
export interface Rule {
  practice: string;
  value: string;
  keyword?: string;
  fault: boolean;
  title: string;
  message: string;
  /** A whole value to write instead, when the table knows a safe one. */
  instead?: string;
}

export interface RuleFile {
  version: number;
  data: string;
  rules: Rule[];
}

/** Return a mark for each literal of the source that a rule of the file speaks about. */
export function judge(source: string, cellId: string, file: RuleFile): Mark[] {
  if (file.version !== 1) {
    return [];
  }
  const marks: Mark[] = [];
  for (const literal of literalsOf(source)) {
    const rule = file.rules.find(
      candidate =>
        matches(candidate.value, literal.value) &&
        (candidate.keyword === undefined || candidate.keyword === literal.keyword)
    );
    if (rule) {
      marks.push({
        start: literal.start,
        end: literal.end,
        advice: adviceOf(rule, literal, source, cellId, file.data)
      });
    }
  }
  return marks;
}

function adviceOf(
  rule: Rule,
  literal: Literal,
  source: string,
  cellId: string,
  data: string
): Advice {
  const { start, end, value } = literal;
  const before = source.slice(start, end);
  const after = before.replace(value, rule.instead ?? value);
  return {
    ...readAdvice({
      id: `${rule.practice}@source:${cellId}:${value}`,
      practice: rule.practice,
      title: rule.title.replace('{value}', value),
      message: rule.message.replace('{value}', value),
      fault: rule.fault,
      evidence: data,
      fix: rule.instead === undefined ? 'show only' : 'unsafe',
      edits: rule.instead === undefined ? [] : [{ cell_id: cellId, start, end, before, after }],
      diff: rule.instead === undefined ? '' : `-${before}\n+${after}`
    }),
    identity: `source:${cellId}`
  };
}

function matches(pattern: string, value: string): boolean {
  return pattern.endsWith('*') ? value.startsWith(pattern.slice(0, -1)) : value === pattern;
}
