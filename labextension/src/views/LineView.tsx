/** The line under a cell: one job, the one number that matters, and a fold with all the rest. */

import * as React from 'react';

import type { Applied } from '../core/applied';
import { hasRate } from '../core/basis';
import { isKnown } from '../core/figures';
import type { Advice, Figure, Line } from '../core/protocol';
import { AdviceCard } from './AdviceCard';
import { AppliedRow } from './AdviceList';
import { useBasis, useSay, useSurroundings, useWords } from './context';
import { StateChip } from './parts';
import { Why } from './Why';

export interface ShownLine {
  line: Line;
  /** The cell that a piece of the line's advice is about, where it can be written. */
  cellOf: (advice: Advice) => string | null;
}

export function LineView(props: ShownLine & { applied: readonly Applied[] }): JSX.Element {
  const { line, cellOf } = props;
  const { trans } = useSurroundings();
  const say = useSay();
  const words = useWords();
  const basis = useBasis()(line);
  const [isOpen, setOpen] = React.useState(false);
  const id = React.useId();
  const carbon = say(line.carbon);
  const applied = props.applied.filter(one => line.advice.some(advice => advice.id === one.id));
  const waiting = new Set(applied.map(one => one.id));
  const advice = line.advice.filter(one => !waiting.has(one.id));
  const fault = advice.find(one => one.fault);
  const figures = hasRate(line) ? [line.cost, line.energy].filter(isKnown) : [];
  const quiet = figures.map(figure => say(figure).text);
  return (
    <div className={`jg-line${fault ? ' jg-fault' : ''}`}>
      <div className="jg-line-head">
        <div className="jg-line-words">
          <span className={hasRate(line) ? 'jg-line-what' : undefined}>{words(line.what)}</span>
          {hasRate(line) && <strong className="jg-number">{carbon.text}</strong>}
          {basis && (
            <span className={`jg-quiet${hasRate(line) ? '' : ' jg-line-note'}`} title={basis}>
              {basis}
            </span>
          )}
          {hasRate(line) && carbon.range && (
            <span className="jg-quiet jg-number">{carbon.range}</span>
          )}
          {quiet.map(text => (
            <span className="jg-quiet jg-number" key={text}>
              {text}
            </span>
          ))}
        </div>
        <StateChip state={line.state} />
        <button
          className="jg-next"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
        >
          <span>
            {fault
              ? words(fault.title)
              : advice.length === 0
                ? trans.__('details')
                : advice.length === 1
                  ? words(advice[0].title)
                  : trans._n('%1 piece of advice', '%1 pieces of advice', advice.length)}
          </span>
          <span className="jg-fold-mark" aria-hidden="true" />
        </button>
      </div>
      {isOpen && (
        <div className="jg-line-more" id={id}>
          {hasRate(line) && <Figures line={line} />}
          {applied.map(one => (
            <AppliedRow key={one.id} applied={one} />
          ))}
          {advice.map(one => (
            <AdviceCard key={one.id} advice={one} cellId={cellOf(one)} />
          ))}
          <details className="jg-details">
            <summary>{trans.__('Why these numbers')}</summary>
            <Why line={line} />
          </details>
        </div>
      )}
    </div>
  );
}

function Figures({ line }: { line: Line }): JSX.Element {
  const { trans } = useSurroundings();
  const say = useSay();
  const words = useWords();
  const rows: [string, Figure][] = [
    [trans.__('Carbon'), line.carbon],
    [trans.__('of it embodied'), line.embodied],
    [trans.__('Energy'), line.energy],
    [trans.__('Water'), line.water],
    [trans.__('Cost'), line.cost]
  ];
  const outlooks = [line.forecast, line.ceiling];
  return (
    <>
      <dl className="jg-figures">
        {rows.map(([name, figure]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="jg-number">
              {say(figure).text} <span className="jg-quiet">{say(figure).range}</span>
            </dd>
          </div>
        ))}
      </dl>
      {outlooks.map(
        (outlook, i) =>
          outlook && (
            <p className="jg-quiet" key={i}>
              {words(outlook.label)}: {say(outlook.carbon).text} · {say(outlook.cost).text}
            </p>
          )
      )}
    </>
  );
}
