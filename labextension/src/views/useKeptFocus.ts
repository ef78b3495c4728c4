import * as React from 'react';

interface Kept {
  ref: React.RefObject<HTMLDivElement>;
  onFocus: (event: React.FocusEvent) => void;
  onBlur: () => void;
}

/**
 * Return what a list of cards needs to keep the keyboard in it.
 *
 * A button that did its work goes away and takes the focus along. It goes to the way back of a swap just applied, else to
 * the card the button was on, else to the first card.
 */
export function useKeptFocus(): Kept {
  const ref = React.useRef<HTMLDivElement>(null);
  const last = React.useRef<HTMLElement | null>(null);
  const card = React.useRef<HTMLElement | null>(null);
  const applied = React.useRef(0);
  React.useLayoutEffect(() => {
    const notes = ref.current?.querySelectorAll<HTMLElement>('.jg-applied button') ?? [];
    const isNew = notes.length > applied.current;
    applied.current = notes.length;
    if (!last.current || last.current.isConnected) {
      return;
    }
    last.current = null;
    if (document.activeElement === document.body) {
      const wayBack = isNew ? notes[notes.length - 1] : null;
      const here = card.current?.isConnected ? card.current : null;
      (wayBack ?? here ?? ref.current?.querySelector<HTMLElement>('article'))?.focus();
    }
  });
  return {
    ref,
    onFocus: ({ target }) => {
      last.current = target as HTMLElement;
      card.current = last.current.closest('article');
    },
    // Who left by themselves is not called back when the button goes away later.
    onBlur: () => {
      window.setTimeout(() => {
        if (last.current?.isConnected && !ref.current?.contains(document.activeElement)) {
          last.current = null;
        }
      });
    }
  };
}
