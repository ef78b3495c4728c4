/** Shows the output of a cell, in trusted and untrusted notebooks alike: all words are set as text. */

import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { ReactWidget } from '@jupyterlab/ui-components';
import * as React from 'react';

import { MIME_TYPE, type Bundle, type Line } from '../core/protocol';
import { readBundle } from '../core/reading';
import { Context } from '../views/context';
import { LineView, type ShownLine } from '../views/LineView';
import type { NotebookWatch } from './notebook';
import type { SurroundingsMaker } from './surroundings';

/** Make the renderer factory of our MIME type. */
export function rendererFactory(maker: SurroundingsMaker): IRenderMime.IRendererFactory {
  return {
    safe: true,
    mimeTypes: [MIME_TYPE],
    defaultRank: 10,
    createRenderer: () => new LinesRenderer(maker)
  };
}

class LinesRenderer extends ReactWidget implements IRenderMime.IRenderer {
  constructor(private readonly _maker: SurroundingsMaker) {
    super();
    this.addClass('jg-lines');
    _maker.desk.changed.connect(this._onChange, this);
  }

  renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this._bundle = readBundle(model.data[MIME_TYPE]);
    this.update();
    return Promise.resolve();
  }

  dispose(): void {
    this._maker.desk.changed.disconnect(this._onChange, this);
    super.dispose();
  }

  protected render(): JSX.Element {
    const watch = this._maker.desk.holding(this.node);
    const cellId = watch?.cellAt(this.node) ?? null;
    return (
      <Context.Provider value={this._maker.around(watch)}>
        {(this._bundle?.lines ?? []).map(line => (
          <LineView
            key={line.identity}
            {...asShown(line, cellId, watch)}
            applied={watch?.applied ?? []}
          />
        ))}
      </Context.Provider>
    );
  }

  private _onChange(): void {
    if (this.isVisible) {
      this.update();
    }
  }

  private _bundle: Bundle | null = null;
}

/** The sidebar's view knows where advice is written and what was sent away; an output alone does not. */
function asShown(line: Line, cellId: string | null, watch: NotebookWatch | null): ShownLine {
  const known = new Map(watch?.view.cards.map(card => [card.advice.id, card]));
  const advice = line.advice
    .filter(one => !watch?.isHidden(one, cellId))
    .map(one => known.get(one.id)?.advice ?? one);
  return {
    line: { ...line, advice },
    cellOf: ({ id }) => known.get(id)?.cellId ?? cellId
  };
}
