/** The notebook's total: carbon with its range first, then energy, money and water, and the widest unknown. */

import * as React from 'react';

import { isKnown, mostOf } from '../core/figures';
import type { Line, Total as TotalFigures } from '../core/protocol';
import { useSay, useSurroundings, useWords } from './context';
import { RangeBar } from './parts';
import { Why } from './Why';

export function Total(props: {
  total: TotalFigures;
  isSaved: boolean;
  lines: Line[];
}): JSX.Element {
  const { trans } = useSurroundings();
  const say = useSay();
  const words = useWords();
  const [showsWhy, setShowsWhy] = React.useState(false);
  const { total, isSaved, lines } = props;
  const carbon = say(total.carbon);
  const rest = [total.energy, total.cost].filter(isKnown).map(figure => say(figure).text);
  const water = isKnown(total.water) ? trans.__('%1 water', say(total.water).text) : null;
  return (
    <div className="jg-total">
      <p className="jg-big">{carbon.text}</p>
      <RangeBar figure={total.carbon} most={mostOf([total.carbon]) * 1.25} />
      <p className="jg-quiet jg-list">
        {[
          carbon.range && trans.__('range %1', carbon.range),
          ...rest,
          water,
          trans.__('%1 of %2 jobs counted', total.counted, total.out_of)
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {total.running && (
        <p className="jg-list">
          {trans.__('Running now:')} <strong>{say(total.running.carbon).text}</strong> ·{' '}
          {say(total.running.cost).text}
        </p>
      )}
      {total.since_start && (
        <p className="jg-list">
          {trans.__('Since the kernel started:')}{' '}
          <strong>{say(total.since_start.carbon).text}</strong> · {say(total.since_start.cost).text}
        </p>
      )}
      <p className="jg-quiet jg-list">
        {isSaved && trans.__('From the saved outputs, each counted as if it ran now.') + ' '}
        {total.widest && trans.__('Widest unknown: %1.', words(total.widest)) + ' '}
        {lines.length > 0 && (
          <button
            className="jg-link"
            aria-expanded={showsWhy}
            onClick={() => setShowsWhy(!showsWhy)}
          >
            {trans.__('Why these numbers')}
          </button>
        )}
      </p>
      {showsWhy && lines.map(line => <Why key={line.identity} line={line} hasTitle />)}
    </div>
  );
}
