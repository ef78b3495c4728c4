/** The sidebar from top to bottom. */

import * as React from 'react';

import type { NotebookWatch } from '../lab/notebook';
import { AdviceList } from './AdviceList';
import { Compare } from './Compare';
import { useSurroundings, useWords } from './context';
import { Endpoints } from './Endpoints';
import { Jobs } from './Jobs';
import { Empty, Notice } from './Notice';
import { Name, Section } from './parts';
import { Regions } from './Regions';
import { Running, Total } from './Total';

export function Panel({ watch }: { watch: NotebookWatch | null }): JSX.Element {
  const { trans } = useSurroundings();
  const words = useWords();
  if (!watch) {
    return (
      <>
        <p className="jg-notice">{trans.__('Open a notebook to see what its jobs emit.')}</p>
        <Empty />
      </>
    );
  }
  const { view, link } = watch;
  const status = link?.status ?? 'no kernel';
  return (
    <>
      <header className="jg-head">
        <h2>{trans.__('This notebook')}</h2>
        <Name text={watch.panel.title.label} />
      </header>
      <Notice status={status} />
      {view.total ? (
        <Total
          total={view.total}
          isSaved={view.totalIsSaved}
          lines={view.jobs.map(job => job.line)}
        />
      ) : view.jobs.length > 0 ? (
        <Running running={null} lines={view.jobs.map(job => job.line)} />
      ) : (
        <Empty />
      )}
      {view.jobs.length > 0 && <Jobs jobs={view.jobs} />}
      <Endpoints endpoints={view.endpoints} />
      <AdviceList jobs={view.jobs} cards={view.cards} applied={watch.applied} />
      <Compare jobs={view.jobs} />
      <Regions identity={view.jobs.find(job => !job.saved)?.line.identity ?? null} />
      <Report />
      {view.off.length > 0 && (
        <Section title={trans.__('Messages of the kernel')} aside={String(view.off.length)}>
          <ul className="jg-messages">
            {view.off.slice(-5).map((message, i) => (
              <li key={i}>{words(message)}</li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function Report(): JSX.Element {
  const { trans, actions, isLive } = useSurroundings();
  return (
    <Section title={trans.__('Audit report')}>
      <div className="jg-buttons">
        <button
          className="jg-button jg-main"
          disabled={!isLive}
          onClick={() => void actions.report()}
        >
          {trans.__('Open the audit report')}
        </button>
      </div>
      {!isLive && (
        <p className="jg-quiet">
          {trans.__('Needs a kernel; in a terminal, “jupyter-green audit” needs none.')}
        </p>
      )}
    </Section>
  );
}
