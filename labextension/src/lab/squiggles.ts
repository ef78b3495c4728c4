/** Underlines in the editor: a CodeMirror linter that asks the kernel, else the outputs and the table of facts. */

import { forceLinting, linter, type Action, type Diagnostic } from '@codemirror/lint';
import { StateEffect } from '@codemirror/state';
import { EditorView, ViewPlugin } from '@codemirror/view';
import type { ICodeCellModel } from '@jupyterlab/cells';
import { EditorExtensionRegistry, type IEditorExtensionRegistry } from '@jupyterlab/codemirror';
import type { TranslationBundle } from '@jupyterlab/translation';

import { withoutName } from '../core/facts';
import { canApply, joinMarks, marksOfView, wantedMarks } from '../core/marks';
import type { Mark } from '../core/protocol';
import { sayWords } from '../core/words';
import type { Actions } from './actions';
import type { Desk } from './desk';
import type { NotebookWatch } from './notebook';
import { calmly } from './waiting';

const refresh = StateEffect.define<null>();

/** Register the linter for code cells. */
export function addSquiggles(
  registry: IEditorExtensionRegistry,
  desk: Desk,
  actions: Actions,
  trans: TranslationBundle
): void {
  registry.addExtension({
    name: 'jupyter-green:squiggles',
    factory: options => {
      // Declared as an editor's model, it is the cell's own for editors inside notebooks; its type is looked at next.
      const model = options.model as unknown as ICodeCellModel;
      if (!options.inline || model.type !== 'code') {
        return null;
      }
      const cellId = () => model.sharedModel.getId();
      const source = async (view: EditorView): Promise<Diagnostic[]> => {
        const text = view.state.doc.toString();
        const marks = await marksOf(desk, watchOf(desk, view, cellId()), cellId(), text);
        return marks.map(mark => diagnosticOf(mark, cellId(), actions, trans));
      };
      return EditorExtensionRegistry.createImmutableExtension([
        linter(source, {
          delay: 400,
          needsRefresh: update =>
            update.transactions.some(tr => tr.effects.some(effect => effect.is(refresh)))
        }),
        refresher(desk, cellId)
      ]);
    }
  });
}

/** The notebook of an editor; one that is not on the page yet is known by its cell alone. */
function watchOf(desk: Desk, view: EditorView, cellId: string): NotebookWatch | null {
  return desk.holding(view.dom) ?? desk.withCell(cellId);
}

/** Return the marks of a cell's text, from whoever can tell. */
export async function marksOf(
  desk: Desk,
  watch: NotebookWatch | null,
  cellId: string,
  text: string
): Promise<Mark[]> {
  if (!watch || !desk.settings.squiggles) {
    return [];
  }
  const analysed = await watch.analyse(cellId, text);
  const seen = marksOfView(watch.view, watch.cells, cellId, text);
  const marks = joinMarks(analysed ?? [], seen, analysed ? [] : watch.judge(cellId, text));
  const audible = marks.filter(({ advice }) => !watch.isHidden(advice, cellId));
  return wantedMarks(audible, text.length, desk.settings);
}

/**
 * Lints again when the advice or the settings changed, not only when the text did.
 *
 * And only then: each new lint closes the tooltip that the reader may be about to click.
 */
function refresher(desk: Desk, cellId: () => string) {
  return ViewPlugin.define(view => {
    let seen = '';
    const lintAgain = calmly(250, () => {
      const basis = basisOf(desk, watchOf(desk, view, cellId()), cellId());
      if (isAttached && basis !== seen) {
        seen = basis;
        view.dispatch({ effects: refresh.of(null) });
        forceLinting(view);
      }
    });
    let isAttached = true;
    desk.changed.connect(lintAgain);
    return {
      destroy: () => {
        isAttached = false;
        desk.changed.disconnect(lintAgain);
      }
    };
  });
}

/** What the marks of a cell rest on besides its text. */
function basisOf(desk: Desk, watch: NotebookWatch | null, cellId: string): string {
  const cards = watch?.view.cards.map(({ advice }) => [advice.id, advice.edits.length]) ?? [];
  const { squiggles, squiggleFaults, squiggleSwaps, squiggleNotes } = desk.settings;
  const kinds = [squiggles, squiggleFaults, squiggleSwaps, squiggleNotes];
  const marks = watch?.knownMarks(cellId).map(mark => [mark.start, mark.advice.id]) ?? [];
  return JSON.stringify([watch !== null, watch?.link?.status ?? '', kinds, cards, marks]);
}

function diagnosticOf(
  mark: Mark,
  cellId: string,
  actions: Actions,
  trans: TranslationBundle
): Diagnostic {
  const { advice } = mark;
  const fix: Action = {
    name: trans.__('Apply'),
    apply: () => actions.apply(advice, cellId)
  };
  return {
    from: mark.start,
    to: mark.end,
    severity: advice.fault ? 'warning' : 'info',
    source: 'jupyter_green',
    markClass: advice.fault ? 'jg-mark jg-mark-fault' : 'jg-mark',
    message: [advice.title, advice.saving_text, advice.message]
      .filter(Boolean)
      .map(text => sayWords(text, trans))
      .join(' · '),
    renderMessage: () => messageOf(mark, trans),
    actions: canApply(advice) ? [fix] : []
  };
}

/** Built with text nodes only: the words may come from a file somebody else wrote. */
function messageOf({ advice }: Mark, trans: TranslationBundle): HTMLElement {
  const node = document.createElement('div');
  node.className = 'jg-hover';
  const words = (text: string) => sayWords(text, trans);
  const parts: [string, string][] = [
    ['jg-hover-title', words(advice.title)],
    ['jg-hover-saving', words(advice.saving_text)],
    ['jg-hover-message', words(advice.message)],
    ...advice.missing.map((text): [string, string] => [
      'jg-hover-missing',
      trans.__('Missing: %1', withoutName(words(text)))
    ])
  ];
  for (const [className, text] of parts) {
    if (text) {
      const part = node.appendChild(document.createElement('div'));
      part.className = className;
      part.textContent = text;
    }
  }
  return node;
}
