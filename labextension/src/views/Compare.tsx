/** The alternatives of a job on the same basis: a chart of carbon against cost and time, and a row each. */

import * as React from 'react';

import { isKnown, mostOf, withoutUnit } from '../core/figures';
import type { CompareRow, Figure, Table } from '../core/protocol';
import type { Job } from '../core/view';
import { useSay, useSurroundings, useWords } from './context';
import { Name, RangeBar, Section } from './parts';
import { Chart } from './Rendered';
import { useAnswer } from './useAnswer';

export function Compare({ jobs }: { jobs: Job[] }): JSX.Element | null {
  const { trans, isLive } = useSurroundings();
  const words = useWords();
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
                {words(line.what)}
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
  const words = useWords();
  const [hours, setHours] = React.useState<{ [type: string]: number }>({});
  const table = useAnswer<Table<CompareRow>>(
    () => actions.compare(identity, hours),
    [identity, JSON.stringify(hours)]
  );
  if (table === 'asking') {
    return <p className="jg-quiet">{trans.__('Asking the kernel…')}</p>;
  }
  if (!table || table.rows.length === 0) {
    return <p className="jg-quiet">{trans.__('The kernel knows no alternative for this job.')}</p>;
  }
  const most = mostOf(table.rows.map(row => row.carbon));
  return (
    <>
      {table.chart && <Chart spec={table.chart} label={trans.__('Carbon against cost and time')} />}
      <ul className="jg-compare">
        {table.rows.map(row => (
          <Alternative
            key={row.label}
            row={row}
            most={most}
            onHours={told => setHours({ ...hours, [row.label]: told })}
          />
        ))}
      </ul>
      {table.note && <p className="jg-quiet">{words(table.note)}</p>}
    </>
  );
}

function Alternative(props: {
  row: CompareRow;
  most: number;
  onHours: (hours: number) => void;
}): JSX.Element {
  const { trans } = useSurroundings();
  const say = useSay();
  const words = useWords();
  const { row, most } = props;
  const remarks = [
    row.current && trans.__('now'),
    row.even && trans.__('less carbon if it takes under %1 × the time', evenTimes(row.even)),
    row.total &&
      trans.__('whole run: %1 · %2', say(row.total.carbon).text, say(row.total.cost).text),
    words(row.note)
  ].filter(Boolean);
  return (
    <li className={row.current ? 'jg-current' : undefined}>
      <Name text={row.label} />
      <RangeBar figure={row.carbon} most={most} />
      <span className="jg-number">
        {withoutUnit(say(row.carbon).text)} <span className="jg-quiet">{say(row.cost).text}</span>
      </span>
      <div className="jg-alternative">
        <span className="jg-quiet">{remarks.join(' · ')}</span>
        <HoursField label={row.label} time={row.time} onHours={props.onHours} />
      </div>
    </li>
  );
}

function evenTimes({ text, range }: Figure): string {
  return range ? `${text} [${range}]` : text;
}

/** Where the reader says how long a type takes: no kernel can guess it, and with it whole runs can be compared. */
function HoursField(props: {
  label: string;
  time: Figure | null;
  onHours: (hours: number) => void;
}): JSX.Element {
  const { trans } = useSurroundings();
  const known = isKnown(props.time) ? String(Number(props.time.central.toPrecision(3))) : '';
  const tell = (text: string) => {
    const hours = Number(text);
    if (text !== known && Number.isFinite(hours)) {
      props.onHours(hours); // an emptied field reads as 0, which the kernel takes for unknown
    }
  };
  return (
    <label className="jg-hours">
      <input
        key={known}
        className="jp-mod-styled"
        type="number"
        min="0"
        step="any"
        defaultValue={known}
        aria-label={trans.__('Hours on %1', props.label)}
        onBlur={event => tell(event.target.value)}
        onKeyDown={event => event.key === 'Enter' && tell(event.currentTarget.value)}
      />{' '}
      {trans.__('h')}
    </label>
  );
}
