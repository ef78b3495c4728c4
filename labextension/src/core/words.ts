/**
 * The kernel's words in the reader's language.
 *
 * The kernel speaks English. A sentence is looked up without what changes from job to job: figures, types and Regions
 * are taken out, numbered, and put into the translation. What the catalogue does not have stays as it came.
 */

import facts from './facts.json';

const FACT = new RegExp(facts.patterns.join('|'), 'g');
// What the translator would take for a place of its own, or for a name that every object has.
const UNSAFE = /%[\d%]/;

export interface Translator {
  __: (message: string, ...args: unknown[]) => string;
}

/** Return a sentence with its facts replaced by their numbers, and the facts. */
export function messageOf(text: string): { message: string; facts: string[] } {
  const found: string[] = [];
  const message = text.replace(FACT, fact => `%${found.push(fact)}`);
  return { message, facts: found };
}

/** Return words of the kernel in the reader's language, part by part where points divide them. */
export function sayWords(text: string, trans: Translator): string {
  return text
    .split(' · ')
    .map(part => sayPart(part, trans))
    .join(' · ');
}

/** Look a text up as a whole, then sentence by sentence. */
function sayPart(text: string, trans: Translator): string {
  const said = lookUp(text, trans);
  const sentences = said === text ? text.split(/(?<=\.) (?=[A-Z])/) : [];
  return sentences.length > 1 ? sentences.map(one => lookUp(one, trans)).join(' ') : said;
}

function lookUp(text: string, trans: Translator): string {
  if (!text || UNSAFE.test(text) || text in Object.prototype) {
    return text;
  }
  const { message, facts: found } = messageOf(text);
  return trans.__(message, ...found);
}

/** Return a Vega-Lite chart whose titles are in the reader's language. */
export function sayTitles<T>(part: T, trans: Translator): T {
  if (Array.isArray(part)) {
    return part.map((inner: unknown) => sayTitles(inner, trans)) as T;
  }
  if (typeof part !== 'object' || part === null) {
    return part;
  }
  const said = Object.entries(part).map(([key, value]) => [
    key,
    typeof value === 'string' && (key === 'title' || key === 'best')
      ? sayWords(value, trans)
      : sayTitles(value as unknown, trans)
  ]);
  return Object.fromEntries(said) as T;
}

export interface Described {
  title?: string;
  description?: string;
  properties?: { [name: string]: Described };
}

/**
 * Put the words of a settings schema in the reader's language, in place.
 *
 * JupyterLab's server translates schemas by the words of a language pack alone, where those of an extension cannot be.
 */
export function saySchema(schema: Described, trans: Translator): void {
  for (const key of ['title', 'description'] as const) {
    const text = schema[key];
    if (text !== undefined) {
      schema[key] = trans.__(text);
    }
  }
  Object.values(schema.properties ?? {}).forEach(inner => saySchema(inner, trans));
}
