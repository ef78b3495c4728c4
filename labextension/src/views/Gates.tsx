/** What is missing before a swap can be written, and where the reader says it. */

import * as React from 'react';

import { askedIn, factOf, withoutName, type Asked, type Fact } from '../core/facts';
import { useSurroundings, useWords } from './context';

export function Gates({ gates }: { gates: string[] }): JSX.Element {
  return (
    <>
      {gates.map(gate => (
        <Gate key={gate} gate={gate} />
      ))}
    </>
  );
}

function Gate({ gate }: { gate: string }): JSX.Element {
  const { trans, isLive } = useSurroundings();
  const words = useWords();
  const asked = isLive ? askedIn(gate) : null;
  const id = React.useId();
  if (!asked) {
    return <p className="jg-gate">{trans.__('Missing: %1', words(gate))}</p>;
  }
  return (
    <div className="jg-asked" role="group" aria-labelledby={id}>
      <p className="jg-gate" id={id}>
        {trans.__('Missing: %1', withoutName(words(gate)))}
      </p>
      {asked.kind === 'yes or no' ? <YesOrNo name={asked.name} /> : <Typed asked={asked} id={id} />}
    </div>
  );
}

function YesOrNo({ name }: { name: string }): JSX.Element {
  const { trans, actions, told } = useSurroundings();
  const choices: [Fact, string][] = [
    [true, trans.__('Yes')],
    [false, trans.__('No')]
  ];
  return (
    <div className="jg-buttons">
      {choices.map(([value, label]) => (
        <button
          key={label}
          className="jg-button"
          aria-pressed={told[name] === value}
          onClick={() => void actions.tell(name, told[name] === value ? null : value)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

function Typed({ asked, id }: { asked: Asked; id: string }): JSX.Element {
  const { trans, actions, told } = useSurroundings();
  const known = told[asked.name];
  const [text, setText] = React.useState(known === undefined ? '' : String(known));
  const fact = factOf(asked.kind, text);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (fact !== null) {
      void actions.tell(asked.name, fact);
    }
  };
  return (
    <form className="jg-buttons" onSubmit={submit}>
      <input
        className="jp-mod-styled"
        aria-labelledby={id}
        inputMode={asked.kind === 'number' ? 'decimal' : 'text'}
        placeholder={asked.name === 'residency' ? 'eu-*, us-east-1' : undefined}
        value={text}
        onChange={event => setText(event.target.value)}
      />
      <button className="jg-button" type="submit" disabled={fact === null}>
        {trans.__('Tell')}
      </button>
    </form>
  );
}

/** What was told, each with a way to take it back: an answer can make the advice that asked go away. */
export function Told(): JSX.Element | null {
  const { trans, actions, told, isLive } = useSurroundings();
  const facts = Object.entries(told);
  if (!isLive || facts.length === 0) {
    return null;
  }
  const said = (value: Fact) =>
    typeof value === 'boolean' ? (value ? trans.__('Yes') : trans.__('No')) : String(value);
  return (
    <details className="jg-details">
      <summary>{trans._n('You told %1 fact', 'You told %1 facts', facts.length)}</summary>
      <ul className="jg-told">
        {facts.map(([name, value]) => (
          <li key={name}>
            <span>
              {name.replace(/_/g, ' ')}: <strong>{said(value)}</strong>
            </span>
            <button
              className="jg-link"
              aria-label={trans.__('Forget %1', name.replace(/_/g, ' '))}
              onClick={() => void actions.tell(name, null)}
            >
              {trans.__('Forget')}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
