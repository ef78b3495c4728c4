/** The code cells of a notebook as its model has them. */

import type { ICellModel, ICodeCellModel } from '@jupyterlab/cells';
import type { INotebookModel } from '@jupyterlab/notebook';

import { MIME_TYPE, type Bundle } from '../core/protocol';
import { readBundle } from '../core/reading';
import type { Cell } from '../core/view';

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
