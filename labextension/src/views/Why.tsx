/** Where the figures of a job come from: each input with its value, how it was come by, and its source. */

import * as React from 'react';

import type { Line } from '../core/protocol';
import { useSurroundings, useWords } from './context';

export function Why({ line, hasTitle }: { line: Line; hasTitle?: boolean }): JSX.Element {
  const { trans } = useSurroundings();
  const words = useWords();
  return (
    <div className="jg-why">
      {hasTitle && <h5>{words(line.what)}</h5>}
      {line.inputs.length === 0 && <p>{trans.__('The inputs were not saved with this line.')}</p>}
      <dl>
        {line.inputs.map((input, i) => (
          <div key={i}>
            <dt>{words(input.name)}</dt>
            <dd>
              {words(input.value)}
              <span className="jg-quiet">
                {' '}
                {[words(input.status), words(input.source), input.date].filter(Boolean).join(' · ')}
              </span>
            </dd>
          </div>
        ))}
      </dl>
      {line.notes.map((note, i) => (
        <p key={i}>{words(note)}</p>
      ))}
    </div>
  );
}
