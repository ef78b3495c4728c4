/** The notebook's total: carbon with its range first, then energy, money and water, and the widest unknown. */

import * as React from 'react';

import { addsNothing } from '../core/basis';
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
  const forecasts = isSaved ? 0 : lines.filter(isForecast).length;
  const carbon = say(total.carbon);
  const rest = [total.energy, total.cost].filter(isKnown).map(figure => say(figure).text);
  const water = isKnown(total.water) ? trans.__('%1 water', say(total.water).text) : null;
  return (
    <div className="jg-total">
      <p className="jg-big">{carbon.text}</p>
      {forecasts > 0 && (
        <p className="jg-quiet">
          {trans._n('if %1 forecast job ran now', 'if all %1 forecast jobs ran now', forecasts)}
        </p>
      )}
      <RangeBar figure={total.carbon} most={mostOf([total.carbon]) * 1.25} />
      <p className="jg-quiet jg-list">
        {[
          carbon.range && trans.__('range %1', carbon.range),
          ...rest,
          water,
          total.counted < total.out_of &&
            trans.__('%1 of %2 jobs counted', total.counted, total.out_of)
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <Running running={total.running} lines={lines} />
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

/** What draws by the hour now, and what draws only while it is called: of that nobody knows a rate. */
export function Running(props: {
  running: TotalFigures['running'];
  lines: Line[];
}): JSX.Element | null {
  const { trans } = useSurroundings();
  const say = useSay();
  const { running, lines } = props;
  const called = lines.filter(line => line.state === 'running' && line.basis === 'per busy hour');
  if (!running && called.length === 0) {
    return null;
  }
  return (
    <p className="jg-list">
      {trans.__('Running now:')}{' '}
      {running && (
        <>
          <strong>{say(running.carbon).text}</strong> · {say(running.cost).text}
        </>
      )}
      {running && called.length > 0 && ' · '}
      {called.length > 0 &&
        trans._n(
          '%1 job that draws only while requests run',
          '%1 jobs that draw only while requests run',
          called.length
        )}
    </p>
  );
}

function isForecast(line: Line): boolean {
  return line.state === 'forecast' && !addsNothing(line);
}
