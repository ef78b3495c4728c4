/** The jobs of the notebook, a row each: what, rate, money, where, state. */

import * as React from 'react';

import { hasRate } from '../core/basis';
import { withoutUnit } from '../core/figures';
import type { Job } from '../core/view';
import { useBasis, useSay, useSurroundings, useWords } from './context';
import { CellChip, Name, Section, StateChip } from './parts';

export function Jobs({ jobs }: { jobs: Job[] }): JSX.Element {
  const { trans } = useSurroundings();
  return (
    <Section title={trans.__('Jobs')} aside={trans.__('%1 · in CO₂e', jobs.length)}>
      <ul className="jg-rows">
        {jobs.map(job => (
          <JobRow key={job.line.identity} job={job} />
        ))}
      </ul>
    </Section>
  );
}

function JobRow({ job }: { job: Job }): JSX.Element {
  const { trans } = useSurroundings();
  const say = useSay();
  const words = useWords();
  const { line, cellId, saved } = job;
  const basis = useBasis()(line);
  const carbon = say(line.carbon);
  const [what, region] = withoutRegion(line.what, line.region);
  const faults = line.advice.filter(advice => advice.fault);
  return (
    <li className={`jg-row${faults.length > 0 ? ' jg-fault' : ''}`}>
      <div className="jg-row-main">
        <Name text={words(what)} />
        {hasRate(line) && <strong className="jg-number">{withoutUnit(carbon.text)}</strong>}
      </div>
      <div className="jg-row-more">
        <span className="jg-row-where">
          <CellChip cellId={cellId} />
          <StateChip state={saved ? 'saved' : line.state} />
          {region && <span>{region}</span>}
        </span>
        <span className="jg-number jg-quiet">
          {hasRate(line) && [carbon.range, say(line.cost).text].filter(Boolean).join(' · ')}
        </span>
      </div>
      {basis && <p className="jg-quiet">{basis}</p>}
      {line.name && !what.includes(line.name) && (
        <div className="jg-quiet">
          <Name text={line.name} />
        </div>
      )}
      {faults.map(advice => (
        <p className="jg-gate" key={advice.id}>
          {trans.__('Fault')}: {words(advice.title)}
        </p>
      ))}
    </li>
  );
}

/** The Region stands in the second row, so the first has room for what tells jobs apart. */
function withoutRegion(what: string, region: string | null): [string, string] {
  const tail = ` · ${region ?? ''}`;
  return region && what.endsWith(tail)
    ? [what.slice(0, -tail.length), region]
    : [what, region && !what.includes(region) ? region : ''];
}
