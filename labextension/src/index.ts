/** The JupyterLab plugin: it needs notebooks and renderers; everything else may be absent. */

import {
  ILabShell,
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IEditorExtensionRegistry } from '@jupyterlab/codemirror';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { readSettings } from './core/settings';
import { saySchema } from './core/words';
import { Actions } from './lab/actions';
import { addCommands } from './lab/commands';
import { Desk } from './lab/desk';
import { exporterNamer } from './lab/menu';
import { rendererFactory } from './lab/renderer';
import { showReport } from './lab/report';
import { Sidebar } from './lab/sidebar';
import { addSquiggles } from './lab/squiggles';
import { addStatus } from './lab/status';
import { SurroundingsMaker } from './lab/surroundings';
import rules from './rules.json';

const plugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-green:plugin',
  description: 'Shows carbon, energy and cost of Amazon SageMaker jobs, and what to change.',
  autoStart: true,
  requires: [INotebookTracker, IRenderMimeRegistry],
  optional: [
    ILabShell,
    ILayoutRestorer,
    ICommandPalette,
    IEditorExtensionRegistry,
    ISettingRegistry,
    IStatusBar,
    ITranslator
  ],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    rendermime: IRenderMimeRegistry,
    labShell: ILabShell | null,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    editors: IEditorExtensionRegistry | null,
    settingRegistry: ISettingRegistry | null,
    statusBar: IStatusBar | null,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jupyter_green');
    const desk = new Desk(tracker, rules);
    const actions = new Actions(desk, trans, (html, name) => showReport(app, trans, html, name));
    const maker = new SurroundingsMaker(desk, actions, rendermime, trans);

    rendermime.addFactory(rendererFactory(maker));
    if (editors) {
      addSquiggles(editors, desk, actions, trans);
    }
    const sidebar = new Sidebar(maker);
    app.shell.add(sidebar, 'right', { rank: 600 });
    restorer?.add(sidebar, sidebar.id);
    const open = () => {
      labShell?.expandRight();
      app.shell.activateById(sidebar.id);
    };
    if (statusBar) {
      addStatus(statusBar, desk, trans, open);
    }
    const begin = (settings: ISettingRegistry.ISettings | null) => {
      if (settings) {
        const read = () => {
          saySchema(settings.schema, trans); // fetched anew after each change
          desk.settings = readSettings(settings.composite);
        };
        read();
        settings.changed.connect(read);
      }
      addCommands(app, desk, actions, trans, settings, palette, open);
      desk.changed.connect(exporterNamer(app, trans));
      desk.start();
    };
    void (settingRegistry?.load(plugin.id) ?? Promise.resolve(null)).then(begin, reason => {
      console.warn('jupyter-green: settings could not be read, defaults are used.', reason);
      begin(null);
    });
  }
};

export default plugin;
