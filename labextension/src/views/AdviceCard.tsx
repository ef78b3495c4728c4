/** One piece of advice: what to do, what it saves, on what evidence, the change, and the buttons. */

import * as React from 'react';

import { diffRows } from '../core/diff';
import type { Advice } from '../core/protocol';
import { useSay, useSurroundings } from './context';
import { IgnoreForm } from './IgnoreForm';
import { CellChip, Diff } from './parts';
import { Explanation } from './Explanation';

type Fold = 'explain' | 'ignore' | null;

export function AdviceCard({
  advice,
  cellId
}: {
  advice: Advice;
  cellId: string | null;
}): JSX.Element {
  const { trans, actions } = useSurroundings();
  const [fold, setFold] = React.useState<Fold>(null);
  const toggle = (next: Fold) => setFold(fold === next ? null : next);
  const rows = diffRows(advice.diff);
  const canApply = advice.edits.length > 0 && advice.missing.length === 0;
  const titleId = React.useId();
  return (
    <article className={`jg-card${advice.fault ? ' jg-fault' : ''}`} aria-labelledby={titleId}>
      <header className="jg-card-head">
        <h4 id={titleId}>
          {advice.fault && <span className="jg-fault-word">{trans.__('Fault')} · </span>}
          {advice.title}
        </h4>
        <CellChip cellId={cellId} />
      </header>
      <SavingLine advice={advice} />
      {advice.message && <p className="jg-message">{advice.message}</p>}
      {advice.evidence && <p className="jg-quiet">{advice.evidence}</p>}
      {advice.missing.map((gate, i) => (
        <p className="jg-gate" key={i}>
          {gate}
        </p>
      ))}
      {rows.length > 0 && <Diff rows={rows} />}
      <div className="jg-buttons">
        {canApply && (
          <button className="jg-button jg-main" onClick={() => actions.apply(advice, cellId)}>
            {trans.__('Apply')}
          </button>
        )}
        <button
          className="jg-button"
          aria-expanded={fold === 'explain'}
          onClick={() => toggle('explain')}
        >
          {trans.__('Explain')}
        </button>
        <button
          className="jg-button"
          aria-expanded={fold === 'ignore'}
          onClick={() => toggle('ignore')}
        >
          {trans.__('Ignore…')}
        </button>
        {canApply && advice.fix === 'safe' && (
          <span className="jg-quiet">{trans.__('keeps the result ✓')}</span>
        )}
      </div>
      {fold === 'explain' && <Explanation advice={advice} cellId={cellId} />}
      {fold === 'ignore' && (
        <IgnoreForm
          advice={advice}
          onIgnore={(reason, until) => actions.ignore(advice, cellId, reason, until)}
          onCancel={() => setFold(null)}
        />
      )}
    </article>
  );
}

/** The saving in words, with its range; carbon that does not change is said straight by the kernel's words. */
function SavingLine({ advice }: { advice: Advice }): JSX.Element | null {
  const { trans } = useSurroundings();
  const say = useSay();
  const carbon = advice.saving.carbon;
  const range = carbon ? say(carbon).range : '';
  const confidence: { [level: string]: string } = {
    high: trans.__('high confidence'),
    medium: trans.__('medium confidence'),
    low: trans.__('low confidence')
  };
  if (!advice.saving_text && !confidence[advice.confidence]) {
    return null;
  }
  return (
    <p className="jg-saving">
      {advice.saving_text && <strong>{advice.saving_text}</strong>}
      {range && <span className="jg-quiet">{trans.__('range %1', range)}</span>}
      {confidence[advice.confidence] && (
        <span className="jg-quiet">{confidence[advice.confidence]}</span>
      )}
    </p>
  );
}
