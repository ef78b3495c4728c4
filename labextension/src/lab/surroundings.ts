/** Puts the surroundings of the views together. */

import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { Surroundings } from '../views/context';
import type { Actions } from './actions';
import type { Desk } from './desk';
import type { NotebookWatch } from './notebook';

/** Makes surroundings for any notebook. */
export class SurroundingsMaker {
  constructor(
    readonly desk: Desk,
    readonly actions: Actions,
    readonly rendermime: IRenderMimeRegistry,
    readonly trans: TranslationBundle
  ) {}

  around(watch: NotebookWatch | null): Surroundings {
    const { trans, actions, rendermime } = this;
    return {
      trans,
      actions,
      rendermime,
      units: this.desk.settings.units,
      isLive: watch?.link?.status === 'live',
      told: watch?.view.told ?? {},
      placeOf: cellId => {
        const cell = watch?.cells.find(candidate => candidate.id === cellId);
        if (!cell) {
          return null;
        }
        return cell.execution === null
          ? trans.__('go to cell')
          : trans.__('cell %1', cell.execution);
      }
    };
  }
}
