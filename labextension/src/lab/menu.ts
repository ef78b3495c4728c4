/** The names of our exporters in *Save and Export Notebook As*: JupyterLab shows there the key nbconvert knows them by. */

import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { TranslationBundle } from '@jupyterlab/translation';
import { type Menu, MenuBar } from '@lumino/widgets';

const EXPORT = 'notebook:export-to-format';

/** Return what calls our exporters by their names; JupyterLab fills its menu late, so it is to be called now and then. */
export function exporterNamer(app: JupyterFrontEnd, trans: TranslationBundle): () => void {
  const names = new Map<unknown, string>([
    ['green_audit', trans.__('Green audit report (HTML)')],
    ['green_audit_md', trans.__('Green audit report (Markdown)')]
  ]);
  return () => {
    for (const menu of menusOf(app)) {
      for (const [index, { command, args }] of [...menu.items].entries()) {
        const label = command === EXPORT ? names.get(args.format) : undefined;
        if (label !== undefined && args.label !== label) {
          menu.removeItemAt(index);
          menu.insertItem(index, { command, args: { ...args, label } });
        }
      }
    }
  };
}

/** The menus one level below the menu bar's own, such as *File → Save and Export Notebook As*. */
function menusOf(app: JupyterFrontEnd): Menu[] {
  const bars = [...app.shell.widgets('menu')].filter(widget => widget instanceof MenuBar);
  return bars
    .flatMap(bar => bar.menus)
    .flatMap(menu => menu.items)
    .flatMap(({ submenu }) => submenu ?? []);
}
