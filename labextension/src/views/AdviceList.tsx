/** Advice, faults first: three cards, the others folded away; and what was applied, with a way back. */

import * as React from 'react';

import type { Applied } from '../core/applied';
import { groupsOf, type Card, type Job } from '../core/view';
import { AdviceCard } from './AdviceCard';
import { useSurroundings, useWords } from './context';
import { Told } from './Gates';
import { Section } from './parts';
import { useKeptFocus } from './useKeptFocus';

const SHOWN = 3;

export function AdviceList(props: {
  jobs: Job[];
  cards: Card[];
  applied: readonly Applied[];
}): JSX.Element | null {
  const { trans, told } = useSurroundings();
  const [showsAll, setShowsAll] = React.useState(false);
  const kept = useKeptFocus();
  const waiting = new Set(
    props.applied.filter(one => one.verdict === 'waiting').map(one => one.id)
  );
  const cards = props.cards.filter(card => !waiting.has(card.advice.id));
  const groups = groupsOf(cards);
  const shown = showsAll ? groups : groups.slice(0, SHOWN);
  const rest = groups.length - SHOWN;
  const isEmpty = cards.length === 0 && Object.keys(told).length === 0;
  if (isEmpty && props.applied.length === 0) {
    return null;
  }
  const aside =
    cards.length > shown.length
      ? trans.__('%1 of %2', shown.length, cards.length)
      : String(cards.length);
  return (
    <Section title={trans.__('Advice')} aside={aside}>
      <div {...kept}>
        {props.applied.map(one => (
          <AppliedRow key={one.id} applied={one} />
        ))}
        {shown.map(group => (
          <Group key={group[0].advice.id} cards={group} jobs={props.jobs} />
        ))}
        {rest > 0 && (
          <button
            className="jg-link"
            aria-expanded={showsAll}
            onClick={() => setShowsAll(!showsAll)}
          >
            {showsAll
              ? trans.__('Show the first three')
              : trans._n('Show %1 more', 'Show %1 more', rest)}
          </button>
        )}
        <Told />
      </div>
    </Section>
  );
}

/** The same advice on several jobs: the card where it weighs most, the others a click away. */
function Group({ cards, jobs }: { cards: Card[]; jobs: Job[] }): JSX.Element {
  const { trans } = useSurroundings();
  const [isOpen, setOpen] = React.useState(false);
  const more = cards.length - 1;
  return (
    <div className="jg-group">
      {cards.slice(0, isOpen ? cards.length : 1).map(card => (
        <AdviceCard
          key={card.advice.id}
          advice={card.advice}
          cellId={card.cellId}
          about={more > 0 ? whatOf(card, jobs) : ''}
        />
      ))}
      {more > 0 && (
        <button className="jg-link" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen
            ? trans.__('Show one of these')
            : trans._n('The same for %1 more job', 'The same for %1 more jobs', more)}
        </button>
      )}
    </div>
  );
}

function whatOf({ advice }: Card, jobs: Job[]): string {
  return jobs.find(({ line }) => line.identity === advice.identity)?.line.what ?? '';
}

export function AppliedRow({ applied }: { applied: Applied }): JSX.Element {
  const { trans, actions } = useSurroundings();
  const words = useWords();
  const verdicts = {
    waiting: trans.__('Applied ✓ Run the cell to confirm it.'),
    confirmed: trans.__('Applied ✓ and confirmed by the last run.'),
    still: trans.__('Applied, but the last run still gives this advice.')
  };
  return (
    <div className="jg-applied" role="status">
      <strong>{words(applied.title)}</strong>
      <span>{verdicts[applied.verdict]}</span>
      <div className="jg-buttons">
        <button className="jg-button" onClick={() => actions.takeBack(applied.id)}>
          {trans.__('Undo')}
        </button>
        {applied.verdict !== 'waiting' && (
          <button className="jg-button" onClick={() => actions.forgetApplied(applied.id)}>
            {trans.__('Dismiss')}
          </button>
        )}
      </div>
    </div>
  );
}
