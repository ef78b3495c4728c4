/** The sidebar as a widget: it draws only while it is on screen. */

import { ReactWidget } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import * as React from 'react';

import { Context } from '../views/context';
import { Panel } from '../views/Panel';
import { leafIcon } from './icon';
import type { SurroundingsMaker } from './surroundings';

export class Sidebar extends ReactWidget {
  constructor(private readonly _maker: SurroundingsMaker) {
    super();
    const { desk, trans } = _maker;
    this.id = 'jupyter-green-sidebar';
    this.addClass('jg-sidebar');
    this.title.icon = leafIcon;
    this.title.caption = trans.__('Green: carbon, energy and cost of SageMaker jobs');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Green sidebar'));
    desk.changed.connect(() => this.isVisible && this.update());
  }

  protected onAfterShow(msg: Message): void {
    super.onAfterShow(msg);
    this.update();
  }

  protected render(): JSX.Element {
    const watch = this._maker.desk.current;
    return (
      <Context.Provider value={this._maker.around(watch)}>
        <div className="jg-panel">
          <Panel key={watch?.panel.id ?? ''} watch={watch} />
        </div>
      </Context.Provider>
    );
  }
}
