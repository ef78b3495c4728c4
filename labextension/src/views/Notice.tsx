/** The state of the line to the kernel, always with the next step; and what to do when there is nothing yet. */

import * as React from 'react';

import type { LinkStatus } from '../lab/link';
import { useSurroundings } from './context';

export function Notice({ status }: { status: LinkStatus | 'no kernel' }): JSX.Element | null {
  const { trans, actions } = useSurroundings();
  const words: { [status in LinkStatus | 'no kernel']: string } = {
    live: '',
    connecting: trans.__('Connecting to the kernel…'),
    off: trans.__('jupyter_green is not loaded in this kernel.'),
    missing: trans.__(
      'The kernel’s environment does not have jupyter_green. In a cell: %pip install jupyter-green — then Enable.'
    ),
    foreign: trans.__('This kernel is not IPython, so only the saved outputs are shown.'),
    elsewhere: trans.__(
      'Another notebook opened this kernel first and has the live view; here are the saved outputs.'
    ),
    silent: trans.__('The kernel does not answer yet; it may be busy. Here are the saved outputs.'),
    gone: trans.__('No kernel. Here are the saved outputs.'),
    'no kernel': trans.__('No kernel. Here are the saved outputs.')
  };
  const canEnable = status === 'off' || status === 'missing' || status === 'silent';
  return (
    <div className="jg-notice" role="status" data-status={status} hidden={!words[status]}>
      <span>{words[status]}</span>
      {canEnable && (
        <button className="jg-button" onClick={() => actions.enable()}>
          {status === 'silent' ? trans.__('Try again') : trans.__('Enable')}
        </button>
      )}
    </div>
  );
}

/** Three lines that teach. */
export function Empty(): JSX.Element {
  const { trans } = useSurroundings();
  return (
    <ol className="jg-empty">
      <li>{trans.__('Make a SageMaker estimator, tuner or predictor in a cell and run it.')}</li>
      <li>
        {trans.__('A line under the cell tells its carbon, energy and cost before you start it.')}
      </li>
      <li>{trans.__('What would be better is listed here; Apply writes it into the cell.')}</li>
    </ol>
  );
}
