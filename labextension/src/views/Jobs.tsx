/** The jobs of the notebook, a row each: what, rate, money, where, state. */

import * as React from 'react';

import type { Job } from '../core/view';
import { useSay, useSurroundings } from './context';
import { CellChip, Name, Section, StateChip } from './parts';

export function Jobs({ jobs }: { jobs: Job[] }): JSX.Element {
  const { trans } = useSurroundings();
  return (
    <Section title={trans.__('Jobs')} aside={String(jobs.length)}>
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
  const { line, cellId, saved } = job;
  const carbon = say(line.carbon);
  const faults = line.advice.filter(advice => advice.fault);
  return (
    <li className={`jg-row${faults.length > 0 ? ' jg-fault' : ''}`}>
      <div className="jg-row-main">
        <Name text={line.what} />
        <strong className="jg-number">{carbon.text}</strong>
      </div>
      <div className="jg-row-more">
        <span className="jg-row-where">
          <CellChip cellId={cellId} />
          <StateChip state={saved ? 'saved' : line.state} />
          {line.name && <Name text={line.name} />}
        </span>
        <span className="jg-number jg-quiet">
          {[carbon.range, say(line.cost).text].filter(Boolean).join(' · ')}
        </span>
      </div>
      {line.ceiling && (
        <p className="jg-quiet">
          {line.ceiling.label}: {say(line.ceiling.carbon).text} · {say(line.ceiling.cost).text}
        </p>
      )}
      {faults.map(advice => (
        <p className="jg-gate" key={advice.id}>
          {trans.__('Fault')}: {advice.title}
        </p>
      ))}
    </li>
  );
}
