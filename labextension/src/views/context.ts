/** What every view needs: words in the reader's language, the unit for carbon, and the buttons' actions. */

import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { sayFigure, type Units } from '../core/figures';
import { hasRate } from '../core/basis';
import type { Facts } from '../core/facts';
import type { Figure, Line } from '../core/protocol';
import { sayWords } from '../core/words';
import type { Actions } from '../lab/actions';

export interface Surroundings {
  trans: TranslationBundle;
  units: Units;
  actions: Actions;
  rendermime: IRenderMimeRegistry;
  /** Whether a kernel answers questions now. */
  isLive: boolean;
  /** What the reader told the kernel because a practice asked. */
  told: Facts;
  /** Words for a cell, such as "cell 3"; null when it is not in this notebook. */
  placeOf: (cellId: string | null) => string | null;
}

export const Context = React.createContext<Surroundings | null>(null);

/** Return the surroundings; every view stands inside a provider. */
export function useSurroundings(): Surroundings {
  const surroundings = React.useContext(Context);
  if (!surroundings) {
    throw new Error('a view of jupyter_green stands outside its provider');
  }
  return surroundings;
}

/** Return a function that says the kernel's words in the reader's language. */
export function useWords(): (text: string) => string {
  const { trans } = useSurroundings();
  return text => sayWords(text, trans);
}

/** Return a function that says what a line's figures hold for, or why it has none; empty for a plain rate or total. */
export function useBasis(): (line: Line) => string {
  const { trans } = useSurroundings();
  const words = useWords();
  return line =>
    line.basis === 'per busy hour'
      ? trans.__('while requests run')
      : hasRate(line)
        ? ''
        : words(line.notes[0] ?? line.basis);
}

/** Return a function that says figures in the unit the reader chose. */
export function useSay(): (figure: Figure) => { text: string; range: string } {
  const { units, trans } = useSurroundings();
  return figure => {
    const said = sayFigure(figure, units);
    return said.text === 'unknown' ? { text: trans.__('unknown'), range: '' } : said;
  };
}
