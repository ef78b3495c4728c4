/** Send a piece of advice away: for this session, or for good by a comment in its cell. */

import * as React from 'react';

import type { Advice } from '../core/protocol';
import { commentOf } from '../core/silence';
import { useSurroundings, useWords } from './context';

export function IgnoreForm(props: {
  advice: Advice;
  cellId: string | null;
  onDone: () => void;
}): JSX.Element {
  const { trans, actions, isLive, placeOf } = useSurroundings();
  const words = useWords();
  const { advice, cellId, onDone } = props;
  const [reason, setReason] = React.useState('');
  const [until, setUntil] = React.useState('');
  const [isKept, setKept] = React.useState(false);
  const first = React.useRef<HTMLInputElement>(null);
  React.useEffect(() => first.current?.focus(), []);
  const group = React.useId();
  const cell = placeOf(cellId) === null ? null : cellId;
  const comment = commentOf(advice.practice, until || null, reason);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (isKept && cell !== null) {
      actions.silence(cell, comment);
    } else {
      actions.ignore(advice, cellId, reason.trim());
    }
    onDone();
  };
  return (
    <form
      className="jg-form"
      aria-label={trans.__('Ignore: %1', words(advice.title))}
      onSubmit={submit}
      onKeyDown={event => event.key === 'Escape' && onDone()}
    >
      <label>
        {trans.__('Why not (optional)')}
        <input
          ref={first}
          className="jp-mod-styled"
          value={reason}
          onChange={event => setReason(event.target.value)}
        />
      </label>
      <label className="jg-option">
        <input type="radio" name={group} checked={!isKept} onChange={() => setKept(false)} />
        {isLive
          ? trans.__('until the kernel ends')
          : trans.__('in this window only: there is no kernel')}
      </label>
      {cell !== null && (
        <label className="jg-option">
          <input type="radio" name={group} checked={isKept} onChange={() => setKept(true)} />
          {trans.__('in this notebook, by a comment in the cell')}
        </label>
      )}
      {isKept && cell !== null && (
        <>
          <label>
            {trans.__('Until (month, optional)')}
            <input
              className="jp-mod-styled"
              type="month"
              value={until}
              onChange={event => setUntil(event.target.value)}
            />
          </label>
          <code className="jg-comment">{comment}</code>
        </>
      )}
      <div className="jg-buttons">
        <button className="jg-button jg-main" type="submit">
          {isKept && cell !== null ? trans.__('Write the comment') : trans.__('Ignore')}
        </button>
        <button className="jg-button" type="button" onClick={onDone}>
          {trans.__('Cancel')}
        </button>
      </div>
    </form>
  );
}
