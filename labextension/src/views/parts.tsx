/** The small parts that several views are made of. */

import * as React from 'react';

import type { ShownRow } from '../core/diff';
import { barOf, splitName } from '../core/figures';
import type { Figure } from '../core/protocol';
import { useSurroundings } from './context';

/** A long name that loses its middle, not its telling end, when there is no room. */
export function Name({ text }: { text: string }): JSX.Element {
  const [start, end] = splitName(text);
  return (
    <span className="jg-name" title={text}>
      <span className="jg-name-start">{start}</span>
      <span className="jg-name-end">{end}</span>
    </span>
  );
}

/** A range as a bar with a tick at its centre; the words beside it say the same. */
export function RangeBar({ figure, most }: { figure: Figure; most: number }): JSX.Element {
  const bar = barOf(figure, most);
  return (
    <div className="jg-bar" aria-hidden="true">
      {bar && (
        <>
          <div className="jg-bar-range" style={{ left: `${bar.left}%`, width: `${bar.width}%` }} />
          <div className="jg-bar-tick" style={{ left: `${bar.tick}%` }} />
        </>
      )}
    </div>
  );
}

/** A section of the sidebar that folds. */
export function Section(props: {
  title: string;
  aside?: string;
  startsOpen?: boolean;
  children: React.ReactNode;
}): JSX.Element {
  const [isOpen, setOpen] = React.useState(props.startsOpen ?? true);
  const id = React.useId();
  return (
    <section className="jg-section" aria-labelledby={`${id}-title`}>
      <h3 className="jg-section-title" id={`${id}-title`}>
        <button
          className="jg-fold"
          aria-expanded={isOpen}
          aria-controls={`${id}-body`}
          onClick={() => setOpen(!isOpen)}
        >
          <span className="jg-fold-mark" aria-hidden="true" />
          <span>{props.title}</span>
        </button>
        {props.aside && <span className="jg-aside">{props.aside}</span>}
      </h3>
      <div id={`${id}-body`} hidden={!isOpen}>
        {isOpen && props.children}
      </div>
    </section>
  );
}

/** Where a job is written, as a button that goes there. */
export function CellChip({ cellId }: { cellId: string | null }): JSX.Element | null {
  const { trans, actions, placeOf } = useSurroundings();
  const place = placeOf(cellId);
  if (cellId === null || place === null) {
    return null;
  }
  return (
    <button
      className="jg-chip jg-chip-button"
      title={trans.__('Go to %1', place)}
      onClick={() => actions.jumpTo(cellId)}
    >
      {place}
    </button>
  );
}

/** The state of a job in words. */
export function StateChip({ state }: { state: string }): JSX.Element {
  const { trans } = useSurroundings();
  const words: { [state: string]: string } = {
    forecast: trans.__('forecast'),
    running: trans.__('running'),
    measured: trans.__('measured'),
    stopped: trans.__('stopped'),
    saved: trans.__('saved')
  };
  return <span className="jg-chip">{words[state] ?? state}</span>;
}

/** The change a swap would make to a cell. */
export function Diff({ rows }: { rows: ShownRow[] }): JSX.Element {
  const { trans } = useSurroundings();
  const classes = { '-': 'jg-old', '+': 'jg-new', ' ': 'jg-same' };
  return (
    <pre className="jg-diff" tabIndex={0} role="group" aria-label={trans.__('Change to the cell')}>
      {rows.map((row, i) => (
        <div key={i} className={classes[row.sign]}>
          {`${row.sign} `}
          {row.parts.map(({ text, isChanged }, j) =>
            isChanged ? (
              <React.Fragment key={j}>
                <wbr />
                <mark>{text}</mark>
              </React.Fragment>
            ) : (
              <span key={j}>{text}</span>
            )
          )}
        </div>
      ))}
    </pre>
  );
}
