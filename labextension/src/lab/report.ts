/** The audit report in a tab of its own, where no script of it can run. */

import type { JupyterFrontEnd } from '@jupyterlab/application';
import { MainAreaWidget } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { downloadIcon, ToolbarButton } from '@jupyterlab/ui-components';
import { Widget } from '@lumino/widgets';

import { leafIcon } from './icon';

export function showReport(
  app: JupyterFrontEnd,
  trans: TranslationBundle,
  html: string,
  path: string
): void {
  const name = path.split('/').pop() ?? path;
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', '');
  frame.setAttribute('title', trans.__('Audit report of %1', name));
  frame.className = 'jg-report';
  frame.srcdoc = html;
  const content = new Widget({ node: frame });
  const tab = new MainAreaWidget({ content });
  tab.title.label = trans.__('Audit: %1', name);
  tab.title.icon = leafIcon;
  tab.title.closable = true;
  tab.toolbar.addItem(
    'save',
    new ToolbarButton({
      icon: downloadIcon,
      label: trans.__('Save as HTML'),
      onClick: () => save(html, `${name.replace(/\.ipynb$/, '')}-audit.html`)
    })
  );
  app.shell.add(tab, 'main', { mode: 'split-right' });
  app.shell.activateById(tab.id);
}

function save(html: string, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([html], { type: 'text/html' }));
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
