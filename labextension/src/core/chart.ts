/** A Vega-Lite chart in the colours of the page around it. */

export interface Colours {
  text: string;
  grid: string;
  font: string;
}

/** Return the spec with the schema of the renderer's version, no background, and the page's colours. */
export function themed(spec: object, mimeType: string, colours: Colours): object {
  const version = /vegalite\.v(\d+)/.exec(mimeType)?.[1] ?? '5';
  const own = (spec as { config?: object }).config ?? {};
  const { text, grid, font } = colours;
  return {
    width: 'container',
    autosize: { type: 'fit-x', contains: 'padding' },
    ...spec,
    $schema: `https://vega.github.io/schema/vega-lite/v${version}.json`,
    background: 'transparent',
    config: {
      ...own,
      font,
      axis: {
        labelColor: text,
        titleColor: text,
        gridColor: grid,
        gridOpacity: 0.4,
        domainColor: grid,
        tickColor: grid
      },
      legend: { labelColor: text, titleColor: text, orient: 'bottom' },
      title: { color: text },
      text: { color: text },
      view: { stroke: 'transparent' }
    }
  };
}
