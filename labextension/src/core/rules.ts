/** What can be said about a cell from its text and a table alone: facts that need no estimate and no kernel. */

import { callsOf, type Call } from './calls';
import type { Advice, Mark } from './protocol';
import { literalsOf } from './python';
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

/** A condition on one keyword argument of a call; any of its ways to hold is enough. */
export interface Condition {
  keyword: string;
  absent?: boolean;
  is?: string[];
  above?: number;
  /** Another keyword that must be a greater number. */
  below?: string;
}

/** A fact about one call: every condition must hold, and then the value of `mark` is underlined. */
export interface CallRule extends Omit<Rule, 'value' | 'keyword'> {
  callee?: string;
  mark: string;
  when: Condition[];
  /** Whether the platform refuses the call, which the kernel's advice does not speak about. */
  refused: boolean;
}

export interface RuleFile {
  version: number;
  data: string;
  rules: Rule[];
  calls?: CallRule[];
}

/** Return a mark for each literal and each call of the source that a rule of the file speaks about. */
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
      const { start, end, value } = literal;
      const place = { cellId, start, end, before: source.slice(start, end), value };
      marks.push({ start, end, advice: adviceOf(rule, place, file.data) });
    }
  }
  return [...marks, ...judgeCalls(source, cellId, file, () => true)];
}

/** Return the marks of calls that the platform refuses: the kernel's advice takes a call as it stands. */
export function refusals(source: string, cellId: string, file: RuleFile): Mark[] {
  return file.version === 1 ? judgeCalls(source, cellId, file, rule => rule.refused) : [];
}

function judgeCalls(
  source: string,
  cellId: string,
  file: RuleFile,
  isWanted: (rule: CallRule) => boolean
): Mark[] {
  const marks: Mark[] = [];
  const rules = (file.calls ?? []).filter(isWanted);
  for (const call of rules.length > 0 ? callsOf(source) : []) {
    for (const rule of rules) {
      const marked = call.keywords.get(rule.mark);
      if (marked && (rule.callee ?? call.callee) === call.callee && holdsAll(rule.when, call)) {
        const { start, end } = marked;
        const before = source.slice(start, end);
        const place = { cellId, start, end, before, value: before.replace(/^["']|["']$/g, '') };
        marks.push({ start, end, advice: adviceOf(rule, place, file.data) });
      }
    }
  }
  return marks;
}

function holdsAll(conditions: Condition[], call: Call): boolean {
  return conditions.every(condition => {
    const value = call.keywords.get(condition.keyword)?.value;
    if (value === undefined) {
      return condition.absent === true && !call.isOpen;
    }
    const bound = condition.below ? wholeNumber(call.keywords.get(condition.below)?.value) : null;
    const number = wholeNumber(value);
    return (
      (condition.is ?? []).includes(value) ||
      (number !== null && condition.above !== undefined && number > condition.above) ||
      (number !== null && bound !== null && number < bound)
    );
  });
}

function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d[\d_]*$/.test(text) ? Number(text.replace(/_/g, '')) : null;
}

interface Place {
  cellId: string;
  start: number;
  end: number;
  before: string;
  value: string;
}

function adviceOf(rule: Omit<Rule, 'value'>, place: Place, data: string): Advice {
  const { cellId, start, end, before, value } = place;
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
