/** The endpoints that are open: what they cost idle, when they were last called, and a cell that deletes them. */

import * as React from 'react';

import { isBilledIdle } from '../core/basis';
import type { Endpoint } from '../core/protocol';
import { useBasis, useSay, useSurroundings, useWords } from './context';
import { Name, Section } from './parts';

export function Endpoints({ endpoints }: { endpoints: Endpoint[] }): JSX.Element | null {
  const { trans, actions } = useSurroundings();
  const say = useSay();
  const words = useWords();
  const basis = useBasis();
  if (endpoints.length === 0) {
    return null;
  }
  return (
    <Section
      title={trans.__('Open endpoints')}
      aside={
        endpoints.some(({ line }) => isBilledIdle(line))
          ? trans.__('billed until deleted')
          : trans.__('billed by request')
      }
    >
      <ul className="jg-rows">
        {endpoints.map(endpoint => (
          <li
            className={`jg-row${isBilledIdle(endpoint.line) ? ' jg-fault' : ''}`}
            key={endpoint.identity}
          >
            <div className="jg-row-main">
              <Name text={endpoint.name || words(endpoint.line.what)} />
              <strong className="jg-number">{say(endpoint.line.carbon).text}</strong>
            </div>
            <div className="jg-row-more">
              <span className={isBilledIdle(endpoint.line) ? 'jg-warn' : 'jg-quiet'}>
                {silence(endpoint, trans)}
              </span>
              <span className="jg-number jg-quiet">{say(endpoint.line.cost).text}</span>
            </div>
            {basis(endpoint.line) && <p className="jg-quiet">{basis(endpoint.line)}</p>}
            {endpoint.delete_cell && (
              <div className="jg-buttons">
                <button
                  className="jg-button jg-main"
                  onClick={() => actions.writeDeleteCell(endpoint)}
                >
                  {trans.__('Write a delete cell')}
                </button>
              </div>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function silence(endpoint: Endpoint, trans: ReturnType<typeof useSurroundings>['trans']): string {
  const minutes = Math.round(endpoint.silent_minutes ?? 0);
  return minutes < 1
    ? endpoint.last_call === null
      ? trans.__('no call seen yet')
      : trans.__('called just now')
    : minutes < 120
      ? trans.__('no call for %1 min', minutes)
      : trans.__('no call for %1 h', Math.round(minutes / 60));
}
