import type { INotebookModel } from '@jupyterlab/notebook';
import { describe, expect, it } from 'vitest';

import { readAdvice } from '../core/reading';
import { readCells } from './cells';
import { Swaps } from './swaps';

const SOURCE = 'est = f(kind="old")';

/** A notebook of one code cell, as far as swaps look at it. */
class Notebook {
  source = SOURCE;
  isGone = false;
  transactions = 0;

  get cells(): object[] {
    const shared = {
      getSource: () => this.source,
      transact: (change: () => void) => {
        this.transactions++;
        change();
      },
      updateSource: (from: number, to: number, text: string) => {
        this.source = this.source.slice(0, from) + text + this.source.slice(to);
      }
    };
    const cell = { id: 'c', type: 'code', executionCount: 1, sharedModel: shared };
    return this.isGone ? [] : [{ ...cell, getMetadata: () => undefined, outputs: { length: 0 } }];
  }
}

const ADVICE = readAdvice({
  id: 'p@j',
  title: 'p',
  edits: [{ cell_id: 'c', start: 13, end: 18, before: '"old"', after: '"new"' }]
});

function opened() {
  const notebook = new Notebook();
  const told: string[] = [];
  const model = notebook as unknown as INotebookModel;
  const swaps = new Swaps(
    () => model,
    (id, isUndone) => told.push(`${id} ${isUndone ? 'undone' : 'applied'}`)
  );
  const look = () => swaps.look(readCells(model), new Set());
  return { notebook, told, swaps, look };
}

describe('Swaps', () => {
  it('writes in one transaction, and the kernel hears of it once', () => {
    const { notebook, told, swaps, look } = opened();
    expect(swaps.apply(ADVICE, 'c')).toBeNull();
    look();
    look();
    expect(notebook.source).toBe('est = f(kind="new")');
    expect(notebook.transactions).toBe(1);
    expect(swaps.standing.map(({ id }) => id)).toEqual(['p@j']);
    expect(told).toEqual(['p@j applied']);
  });

  it('follows undo and redo of the editor', () => {
    const { notebook, told, swaps, look } = opened();
    swaps.apply(ADVICE, 'c');
    look();
    const written = notebook.source;
    for (const source of [SOURCE, written]) {
      notebook.source = source;
      look();
      expect(swaps.standing).toHaveLength(source === SOURCE ? 0 : 1);
    }
    notebook.isGone = true;
    look();
    expect(swaps.standing).toEqual([]);
    expect(told).toEqual(['p@j applied', 'p@j undone', 'p@j applied', 'p@j undone']);
  });

  it('takes a swap back, tells the kernel once, and does not call it applied again', () => {
    const { notebook, told, swaps, look } = opened();
    swaps.apply(ADVICE, 'c');
    look();
    expect(swaps.takeBack('p@j')).toBeNull();
    look();
    expect(notebook.source).toBe(SOURCE);
    expect(swaps.standing).toEqual([]);
    expect(told).toEqual(['p@j applied', 'p@j undone']);
  });

  it('writes nothing where the text is another now', () => {
    const { notebook, told, swaps, look } = opened();
    notebook.source = 'est = f(kind="other")';
    expect(swaps.apply(ADVICE, 'c')).toBe('moved');
    look();
    expect(notebook.transactions).toBe(0);
    expect(told).toEqual([]);
    expect(swaps.takeBack('p@j')).toBe('no cell');
  });
});
