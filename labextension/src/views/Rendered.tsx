/** Markdown and charts, shown by the renderers JupyterLab already has. */

import { MimeModel } from '@jupyterlab/rendermime';
import type { JSONObject } from '@lumino/coreutils';
import { Widget } from '@lumino/widgets';
import * as React from 'react';

import { themed } from '../core/chart';
import { sayTitles } from '../core/words';
import { useSurroundings } from './context';

const VEGA_LITE = /^application\/vnd\.vegalite\.v(\d+)(\+json|\.json)$/;

/** Show data by the renderer of its type; it is never trusted, so markup in it is sanitised. */
export function Rendered(props: { mimeType: string; data: string | JSONObject }): JSX.Element {
  const { rendermime } = useSurroundings();
  const host = React.useRef<HTMLDivElement>(null);
  // A layout effect, because its clean-up runs while the node is still in the page, as Lumino demands.
  React.useLayoutEffect(() => {
    const node = host.current;
    if (!node) {
      return undefined;
    }
    const renderer = rendermime.createRenderer(props.mimeType);
    // Read by the Vega renderer alone: its menu would cover the chart in a narrow sidebar.
    const metadata = { [props.mimeType]: { embed_options: { actions: false } } };
    const model = new MimeModel({
      data: { [props.mimeType]: props.data },
      metadata,
      trusted: false
    });
    Widget.attach(renderer, node);
    renderer.renderModel(model).catch(reason => {
      node.appendChild(document.createElement('p')).textContent = String(reason);
    });
    return () => {
      renderer.dispose();
      node.replaceChildren();
    };
  }, [props.mimeType, JSON.stringify(props.data)]);
  return <div className="jg-rendered" ref={host} />;
}

/** Show a Vega-Lite chart in the colours of the theme; without a renderer for it the rows beside it must do. */
export function Chart({ spec, label }: { spec: object; label: string }): JSX.Element | null {
  const { rendermime, trans } = useSurroundings();
  const mimeType = newestOf(rendermime.mimeTypes);
  if (!mimeType) {
    return <p className="jg-quiet">{trans.__('This JupyterLab shows no Vega charts.')}</p>;
  }
  const style = getComputedStyle(document.body);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const data = themed(sayTitles(spec, trans), mimeType, {
    text: colour('--jp-ui-font-color1'),
    grid: colour('--jp-border-color2'),
    font: colour('--jp-ui-font-family')
  });
  return (
    <figure className="jg-chart" aria-label={label}>
      <Rendered mimeType={mimeType} data={data as JSONObject} />
    </figure>
  );
}

function newestOf(mimeTypes: readonly string[]): string | null {
  const versions = mimeTypes
    .map(type => ({ type, version: Number(VEGA_LITE.exec(type)?.[1] ?? 0) }))
    .filter(({ version }) => version >= 5)
    .sort((a, b) => b.version - a.version);
  return versions[0]?.type ?? null;
}
