/** The cells of a notebook as its model has them, and how they are written to. */

import type { ICellModel, ICodeCellModel } from '@jupyterlab/cells';
import type { INotebookModel } from '@jupyterlab/notebook';

import type { Change } from '../core/edits';
import { MIME_TYPE, type Bundle } from '../core/protocol';
import { readBundle } from '../core/reading';
import type { Cell } from '../core/view';

/** Why an edit was not made; the words for it are in the views. */
export type Refusal = 'moved' | 'no cell' | 'read-only';

/** Read every code cell, in the notebook's order. */
export function readCells(model: INotebookModel | null): Cell[] {
  const cells: Cell[] = [];
  let place = 0;
  for (const cell of model?.cells ?? []) {
    place++;
    if (cell.type === 'code') {
      const code = cell as ICodeCellModel;
      cells.push({
        id: code.id,
        place,
        execution: code.executionCount ?? null,
        source: code.sharedModel.getSource(),
        tags: tagsOf(code),
        bundles: bundlesOf(code)
      });
    }
  }
  return cells;
}

/** Read the tags of a cell. */
export function tagsOf(cell: ICellModel): string[] {
  const tags: unknown = cell.getMetadata('tags');
  return Array.isArray(tags) ? tags.filter(tag => typeof tag === 'string') : [];
}

/** Return the model of a cell, or null when the notebook has none of this id. */
export function modelOf(model: INotebookModel | null, cellId: string): ICellModel | null {
  for (const cell of model?.cells ?? []) {
    if (cell.id === cellId) {
      return cell;
    }
  }
  return null;
}

/** Make ascending changes in cells through the shared model, one undo step a cell: all of them, or none and the reason. */
export function write(
  model: INotebookModel | null,
  writes: [cellId: string, changes: Change[]][]
): Refusal | null {
  const cells = writes.map(([id]) => modelOf(model, id));
  if (writes.length === 0 || cells.some(cell => cell?.type !== 'code')) {
    return 'no cell'; // it is gone, or its text is no code any more
  }
  if (cells.some(cell => cell?.getMetadata('editable') === false)) {
    return 'read-only';
  }
  writes.forEach(([, changes], i) => {
    const shared = cells[i]!.sharedModel;
    shared.transact(() => {
      for (const { from, to, insert } of [...changes].reverse()) {
        shared.updateSource(from, to, insert);
      }
    });
  });
  return null;
}

function bundlesOf(cell: ICodeCellModel): Bundle[] {
  const bundles: Bundle[] = [];
  for (let i = 0; i < cell.outputs.length; i++) {
    const bundle = readBundle(cell.outputs.get(i).data[MIME_TYPE]);
    if (bundle) {
      bundles.push(bundle);
    }
  }
  return bundles;
}
