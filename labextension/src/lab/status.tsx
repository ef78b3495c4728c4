/** The running total in the status bar; a click opens the sidebar. */

import type { IStatusBar } from '@jupyterlab/statusbar';
import { ReactWidget } from '@jupyterlab/ui-components';
import * as React from 'react';

import { sayFigure } from '../core/figures';
import type { Desk } from './desk';
import { leafIcon } from './icon';
import type { TranslationBundle } from '@jupyterlab/translation';

export function addStatus(
  statusBar: IStatusBar,
  desk: Desk,
  trans: TranslationBundle,
  open: () => void
): void {
  const item = new StatusItem(desk, trans, open);
  desk.changed.connect(() => item.update());
  statusBar.registerStatusItem('jupyter-green:total', {
    item,
    align: 'right',
    rank: 100,
    isActive: () => desk.current !== null && desk.current.view.total !== null,
    activeStateChanged: desk.changed as never
  });
}

class StatusItem extends ReactWidget {
  constructor(
    private readonly _desk: Desk,
    private readonly _trans: TranslationBundle,
    private readonly _open: () => void
  ) {
    super();
    this.addClass('jp-mod-highlighted');
  }

  protected render(): JSX.Element | null {
    const total = this._desk.current?.view.total;
    if (!total) {
      return null;
    }
    const { text, range } = sayFigure(total.carbon, this._desk.settings.units);
    const faults = this._desk.current.view.cards.filter(card => card.advice.fault).length;
    return (
      <button
        className="jg-status"
        title={this._trans.__('Carbon of this notebook’s jobs, range %1. Open the sidebar.', range)}
        onClick={this._open}
      >
        <leafIcon.react tag="span" width="14px" height="14px" />
        <span>{text}</span>
        {faults > 0 && <span>· {this._trans._n('%1 fault', '%1 faults', faults)}</span>}
      </button>
    );
  }
}
