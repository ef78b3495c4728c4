/** The commands: in the palette, on the notebook toolbar, on keys. */

import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Notification, type ICommandPalette } from '@jupyterlab/apputils';
import type { CodeMirrorEditor } from '@jupyterlab/codemirror';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { TranslationBundle } from '@jupyterlab/translation';

import { canApply, markAt } from '../core/marks';
import type { Actions } from './actions';
import type { Desk } from './desk';
import { leafIcon } from './icon';
import { marksOf } from './squiggles';

export const OPEN = 'jupyter-green:open';

export function addCommands(
  app: JupyterFrontEnd,
  desk: Desk,
  actions: Actions,
  trans: TranslationBundle,
  settings: ISettingRegistry.ISettings | null,
  palette: ICommandPalette | null,
  open: () => void
): void {
  const hasNotebook = () => desk.current !== null;
  const isLive = () => desk.current?.link?.status === 'live';
  const commands = app.commands;
  const add = (id: string, options: Parameters<typeof commands.addCommand>[1]) => {
    commands.addCommand(id, options);
    palette?.addItem({ command: id, category: trans.__('Green') });
  };
  add(OPEN, {
    label: trans.__('Show the Green Sidebar'),
    caption: trans.__('Carbon, energy and cost of SageMaker jobs'),
    icon: leafIcon,
    execute: open
  });
  add('jupyter-green:apply-at-cursor', {
    label: trans.__('Apply Swap at Cursor'),
    isEnabled: hasNotebook,
    execute: () => applyAtCursor(desk, actions, trans)
  });
  add('jupyter-green:undo-last', {
    label: trans.__('Undo the Last Applied Swap'),
    isEnabled: () => (desk.current?.applied.length ?? 0) > 0,
    execute: () => {
      const applied = desk.current?.applied ?? [];
      if (applied.length > 0) {
        actions.takeBack(applied[applied.length - 1].id);
      }
    }
  });
  add('jupyter-green:report', {
    label: trans.__('Open the Audit Report'),
    isEnabled: isLive,
    execute: () => actions.report()
  });
  add('jupyter-green:enable', {
    label: trans.__('Enable in This Kernel'),
    isEnabled: () => hasNotebook() && !isLive(),
    execute: () => actions.enable()
  });
  const switches: ['squiggles' | 'inline', string][] = [
    ['squiggles', trans.__('Underline Advice in the Editor')],
    ['inline', trans.__('Show Lines Under Cells')]
  ];
  for (const [key, label] of switches) {
    add(`jupyter-green:toggle-${key}`, {
      label,
      isToggled: () => desk.settings[key],
      isEnabled: () => settings !== null,
      execute: () => settings?.set(key, !desk.settings[key])
    });
  }
  desk.changed.connect(() => commands.notifyCommandChanged());
}

async function applyAtCursor(
  desk: Desk,
  actions: Actions,
  trans: TranslationBundle
): Promise<void> {
  const cell = desk.current?.panel.content.activeCell;
  const editor = cell?.editor as CodeMirrorEditor | null | undefined;
  if (!cell || !editor) {
    return;
  }
  const source = cell.model.sharedModel.getSource();
  const marks = await marksOf(desk, desk.current, cell.model.id, source);
  const position = editor.getOffsetAt(editor.getCursorPosition());
  const withSwap = marks.filter(({ advice }) => canApply(advice));
  const mark = markAt(withSwap, source, position);
  if (mark) {
    actions.apply(mark.advice, cell.model.id);
  } else {
    Notification.info(trans.__('There is no swap on this line.'), { autoClose: 4000 });
  }
}
