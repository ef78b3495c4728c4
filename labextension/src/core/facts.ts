/** The facts that practices ask for: the gates of an advice name them, as in `whether it is tested (load_tested)`. */

export type Fact = boolean | number | string;

export interface Facts {
  [name: string]: Fact;
}

export interface Asked {
  name: string;
  kind: 'yes or no' | 'number' | 'words';
}

const NAME = /\s*\(([a-z][a-z0-9_]*)\)$/;

/** Return what a gate asks for, or null when it names no fact that can be told. */
export function askedIn(gate: string): Asked | null {
  const name = NAME.exec(gate)?.[1];
  if (name === undefined) {
    return null;
  }
  const kind = /^(whether|that) /.test(gate)
    ? 'yes or no'
    : /^(how many|the share) /.test(gate)
      ? 'number'
      : 'words';
  return { name, kind };
}

/** Return a gate without the name of its fact, which only code needs. */
export function withoutName(gate: string): string {
  return gate.replace(NAME, '');
}

/** Return the typed answer as a fact; null when it is none. */
export function factOf(kind: Asked['kind'], typed: string): Fact | null {
  const text = typed.trim();
  if (text === '') {
    return null;
  }
  const number = Number(text.replace(',', '.'));
  return kind !== 'number' ? text : Number.isFinite(number) && number >= 0 ? number : null;
}

/** Read told facts from any JSON. */
export function readFacts(value: unknown): Facts {
  const given = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(
    given.filter(
      (entry): entry is [string, Fact] =>
        ['boolean', 'string'].includes(typeof entry[1]) || Number.isFinite(entry[1])
    )
  );
}
