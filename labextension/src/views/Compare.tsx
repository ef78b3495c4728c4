/** The alternatives of a job on the same basis: a chart of carbon against cost, and a row each. */

import * as React from 'react';

import { mostOf, withoutUnit } from '../core/figures';
import type { CompareRow, Table } from '../core/protocol';
import type { Job } from '../core/view';
import { useSay, useSurroundings } from './context';
import { Name, RangeBar, Section } from './parts';
import { Chart } from './Rendered';
import { useAnswer } from './useAnswer';

export function Compare({ jobs }: { jobs: Job[] }): JSX.Element | null {
  const { trans, isLive } = useSurroundings();
  const live = jobs.filter(job => !job.saved && job.line.instance_type !== null);
  const [chosen, choose] = React.useState<string | null>(null);
  const job = live.find(one => one.line.identity === chosen) ?? live[0];
  if (!isLive || !job) {
    return null;
  }
  return (
    <Section
      title={trans.__('Compare')}
      aside={trans.__('same basis · in CO₂e')}
      startsOpen={false}
    >
      {live.length > 1 && (
        <label className="jg-choice">
          <span>{trans.__('Job')}</span>
          <select
            className="jp-mod-styled"
            value={job.line.identity}
            onChange={event => choose(event.target.value)}
          >
            {live.map(({ line }) => (
              <option key={line.identity} value={line.identity}>
                {line.what}
              </option>
            ))}
          </select>
        </label>
      )}
      <Alternatives key={job.line.identity} identity={job.line.identity} />
    </Section>
  );
}

function Alternatives({ identity }: { identity: string }): JSX.Element {
  const { trans, actions } = useSurroundings();
  const say = useSay();
  const table = useAnswer<Table<CompareRow>>(() => actions.compare(identity), [identity]);
  if (table === 'asking') {
    return <p className="jg-quiet">{trans.__('Asking the kernel…')}</p>;
  }
  if (!table || table.rows.length === 0) {
    return <p className="jg-quiet">{trans.__('The kernel knows no alternative for this job.')}</p>;
  }
  const most = mostOf(table.rows.map(row => row.carbon));
  return (
    <>
      {table.chart && <Chart spec={table.chart} label={trans.__('Carbon against cost')} />}
      <ul className="jg-compare">
        {table.rows.map(row => (
          <li key={row.label} className={row.current ? 'jg-current' : undefined}>
            <Name text={row.label} />
            <RangeBar figure={row.carbon} most={most} />
            <span className="jg-number">
              {withoutUnit(say(row.carbon).text)}{' '}
              <span className="jg-quiet">{say(row.cost).text}</span>
            </span>
            {(row.current || row.note) && (
              <p className="jg-quiet">
                {[row.current && trans.__('now'), row.note].filter(Boolean).join(' · ')}
              </p>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
