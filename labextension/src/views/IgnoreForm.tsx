/** Send a piece of advice away, with a reason and, if wanted, a month in which it may come back. */

import * as React from 'react';

import type { Advice } from '../core/protocol';
import { useSurroundings, useWords } from './context';

export function IgnoreForm(props: {
  advice: Advice;
  onIgnore: (reason: string, until: string | null) => void;
  onCancel: () => void;
}): JSX.Element {
  const { trans, isLive } = useSurroundings();
  const words = useWords();
  const [reason, setReason] = React.useState('');
  const [until, setUntil] = React.useState('');
  const first = React.useRef<HTMLInputElement>(null);
  React.useEffect(() => first.current?.focus(), []);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    props.onIgnore(reason.trim(), until || null);
  };
  return (
    <form
      className="jg-form"
      aria-label={trans.__('Ignore: %1', words(props.advice.title))}
      onSubmit={submit}
      onKeyDown={event => event.key === 'Escape' && props.onCancel()}
    >
      <label>
        {trans.__('Why not')}
        <input
          ref={first}
          className="jp-mod-styled"
          value={reason}
          placeholder={trans.__('short reason, for this session')}
          onChange={event => setReason(event.target.value)}
        />
      </label>
      <label>
        {trans.__('Until (month, optional)')}
        <input
          className="jp-mod-styled"
          type="month"
          value={until}
          onChange={event => setUntil(event.target.value)}
        />
      </label>
      {!isLive && (
        <p className="jg-quiet">{trans.__('Without a kernel it is hidden in this window only.')}</p>
      )}
      <p className="jg-quiet">
        {trans.__('To keep it with the notebook, write in the cell:')}{' '}
        <code>{`# green: ignore[${props.advice.practice}]${until && ` until ${until}`} because …`}</code>
      </p>
      <div className="jg-buttons">
        <button className="jg-button jg-main" type="submit">
          {trans.__('Ignore')}
        </button>
        <button className="jg-button" type="button" onClick={props.onCancel}>
          {trans.__('Cancel')}
        </button>
      </div>
    </form>
  );
}
