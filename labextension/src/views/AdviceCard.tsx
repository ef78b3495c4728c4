/** One piece of advice: what to do, what it saves, on what evidence, the change, and the buttons. */

import * as React from 'react';

import { shownRows } from '../core/diff';
import { savingParts } from '../core/figures';
import { canApply } from '../core/marks';
import type { Advice } from '../core/protocol';
import { useSurroundings, useWords } from './context';
import { Gates } from './Gates';
import { IgnoreForm } from './IgnoreForm';
import { CellChip, Diff } from './parts';
import { Explanation } from './Explanation';

type Fold = 'explain' | 'ignore' | null;

export function AdviceCard({
  advice,
  cellId,
  about = ''
}: {
  advice: Advice;
  cellId: string | null;
  /** The job it is about, where the title alone does not tell. */
  about?: string;
}): JSX.Element {
  const { trans, actions } = useSurroundings();
  const words = useWords();
  const [fold, setFold] = React.useState<Fold>(null);
  const toggle = (next: Fold) => setFold(fold === next ? null : next);
  const ignoreButton = React.useRef<HTMLButtonElement>(null);
  const closeIgnore = () => {
    setFold(null);
    ignoreButton.current?.focus();
  };
  const rows = shownRows(advice.diff);
  const isReady = canApply(advice);
  const titleId = React.useId();
  return (
    <article
      className={`jg-card${advice.fault ? ' jg-fault' : ''}`}
      data-practice={advice.practice}
      tabIndex={-1}
      aria-labelledby={titleId}
    >
      <header className="jg-card-head">
        <h4 id={titleId}>
          {advice.fault && <span className="jg-fault-word">{trans.__('Fault')} · </span>}
          {words(advice.title)}
        </h4>
        <CellChip cellId={cellId} />
      </header>
      {about && <p className="jg-quiet">{trans.__('for %1', words(about))}</p>}
      <SavingLine advice={advice} />
      {advice.message && <p className="jg-message">{words(advice.message)}</p>}
      {advice.evidence && <p className="jg-quiet">{words(advice.evidence)}</p>}
      {advice.trade_offs.length > 0 && (
        <p className="jg-quiet">
          {trans.__('Trade-off: %1', advice.trade_offs.map(words).join('; '))}
        </p>
      )}
      <Gates gates={advice.missing} />
      {rows.length > 0 && <Diff rows={rows} />}
      <div className="jg-buttons">
        {isReady && (
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
          ref={ignoreButton}
          aria-expanded={fold === 'ignore'}
          onClick={() => toggle('ignore')}
        >
          {trans.__('Ignore…')}
        </button>
        {isReady && advice.fix === 'safe' && (
          <span className="jg-quiet">{trans.__('keeps the result ✓')}</span>
        )}
      </div>
      {fold === 'explain' && <Explanation advice={advice} cellId={cellId} />}
      {fold === 'ignore' && <IgnoreForm advice={advice} cellId={cellId} onDone={closeIgnore} />}
    </article>
  );
}

/** The saving in the kernel's words, which hold its ranges: what changes stands out, the rest is quiet. */
function SavingLine({ advice }: { advice: Advice }): JSX.Element | null {
  const { trans } = useSurroundings();
  const words = useWords();
  const confidence: { [level: string]: string } = {
    high: trans.__('high confidence'),
    medium: trans.__('medium confidence'),
    low: trans.__('low confidence')
  };
  const parts = savingParts(words(advice.saving_text));
  if (parts.length === 0 && !confidence[advice.confidence]) {
    return null;
  }
  return (
    <p className="jg-saving">
      {parts.map(({ main, range, tone }, i) => (
        <span key={i}>
          <span className={`jg-${tone}`}>{main}</span>
          {range && <span className="jg-quiet"> {range}</span>}
        </span>
      ))}
      {confidence[advice.confidence] && (
        <span className="jg-quiet">{confidence[advice.confidence]}</span>
      )}
    </p>
  );
}
