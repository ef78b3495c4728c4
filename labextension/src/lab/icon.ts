import { LabIcon } from '@jupyterlab/ui-components';

/** A leaf, drawn in the colour of JupyterLab's own icons. */
export const leafIcon = new LabIcon({
  name: 'jupyter-green:leaf',
  svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 24 24">
  <g class="jp-icon3" fill="#616161">
    <path d="M20.5 3.5C12 3 5.5 6.2 5 12.6c-.1 1.6.3 3 1 4.200C8 11.500 11.500 9 15.500 8 11.500 10.200 8 14 6.500 20.500h2.200c.3-1.300.7-2.500 1.200-3.500 6.600 1 10.600-4.500 10.600-13.500z"/>
  </g>
</svg>`
});
