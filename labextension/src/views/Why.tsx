/** Where the figures of a job come from: each input with its value, how it was come by, and its source. */

import * as React from 'react';

import type { Line } from '../core/protocol';
import { useSurroundings } from './context';

export function Why({ line, hasTitle }: { line: Line; hasTitle?: boolean }): JSX.Element {
  const { trans } = useSurroundings();
  return (
    <div className="jg-why">
      {hasTitle && <h5>{line.what}</h5>}
      {line.inputs.length === 0 && <p>{trans.__('The inputs were not saved with this line.')}</p>}
      <dl>
        {line.inputs.map((input, i) => (
          <div key={i}>
            <dt>{input.name}</dt>
            <dd>
              {input.value}
              <span className="jg-quiet">
                {' '}
                {[input.status, input.source, input.date].filter(Boolean).join(' · ')}
              </span>
            </dd>
          </div>
        ))}
      </dl>
      {line.notes.map((note, i) => (
        <p key={i}>{note}</p>
      ))}
    </div>
  );
}
