/** The Regions by the carbon of their grid, and which of them the reader allows. */

import * as React from 'react';

import { isKnown, mostOf, withoutUnit } from '../core/figures';
import type { RegionRow, Table } from '../core/protocol';
import { useSay, useSurroundings } from './context';
import { Name, RangeBar, Section } from './parts';
import { Chart } from './Rendered';
import { useAnswer } from './useAnswer';

const CLEANEST = 4;

export function Regions({ identity }: { identity: string | null }): JSX.Element | null {
  const { trans, isLive } = useSurroundings();
  if (!isLive) {
    return null;
  }
  return (
    <Section title={trans.__('Regions')} aside={trans.__('by grid · in CO₂e')} startsOpen={false}>
      <RegionRows identity={identity} />
    </Section>
  );
}

function RegionRows({ identity }: { identity: string | null }): JSX.Element {
  const { trans, actions } = useSurroundings();
  const table = useAnswer<Table<RegionRow>>(() => actions.regions(identity), [identity]);
  if (table === 'asking') {
    return <p className="jg-quiet">{trans.__('Asking the kernel…')}</p>;
  }
  if (!table || table.rows.length === 0) {
    return <p className="jg-quiet">{trans.__('The kernel knows no Regions.')}</p>;
  }
  const most = mostOf(table.rows.map(row => row.grid));
  const cleanest = table.rows
    .filter(row => row.allowed && isKnown(row.grid))
    .sort((a, b) => (a.grid.central ?? 0) - (b.grid.central ?? 0))
    .slice(0, CLEANEST);
  const first = table.rows.filter(row => row.current || cleanest.includes(row));
  return (
    <>
      <RegionList rows={first} most={most} />
      {table.chart && (
        <details className="jg-details" open>
          <summary>{trans.__('Chart of all Regions')}</summary>
          <Chart spec={table.chart} label={trans.__('Grid intensity by Region')} />
        </details>
      )}
      <details className="jg-details">
        <summary>{trans.__('List of all Regions')}</summary>
        <RegionList rows={table.rows} most={most} />
      </details>
    </>
  );
}

function RegionList({ rows, most }: { rows: RegionRow[]; most: number }): JSX.Element {
  const { trans } = useSurroundings();
  const say = useSay();
  return (
    <ul className="jg-compare">
      {rows.map(row => (
        <li
          key={row.region}
          className={row.current ? 'jg-current' : row.allowed ? undefined : 'jg-off'}
          title={row.name}
        >
          <Name text={row.region} />
          <RangeBar figure={row.grid} most={most} />
          <span className="jg-number">{withoutUnit(say(row.grid).text)}</span>
          <p className="jg-quiet">
            {[
              row.name,
              row.current && trans.__('now'),
              !row.allowed && trans.__('not allowed by your settings'),
              row.pue && trans.__('PUE %1', row.pue)
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </li>
      ))}
    </ul>
  );
}
