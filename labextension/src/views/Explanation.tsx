/** The page of a practice from the kernel, or what the advice itself carries when there is none. */

import * as React from 'react';

import type { Advice } from '../core/protocol';
import { useSurroundings, useWords } from './context';
import { Rendered } from './Rendered';

export function Explanation({
  advice,
  cellId
}: {
  advice: Advice;
  cellId: string | null;
}): JSX.Element {
  const { trans, actions } = useSurroundings();
  const words = useWords();
  const [markdown, setMarkdown] = React.useState<string | null>(null);
  React.useEffect(() => {
    let isShown = true;
    void actions.explain(advice, cellId).then(text => isShown && setMarkdown(text));
    return () => {
      isShown = false;
    };
  }, [advice.id]);
  return (
    <div className="jg-explanation">
      {markdown ? (
        <Rendered mimeType="text/markdown" data={markdown} />
      ) : (
        <>
          <List title={trans.__('Signals not checked')} items={advice.not_checked.map(words)} />
          <p className="jg-quiet">{trans.__('In a cell: %green explain %1', advice.practice)}</p>
        </>
      )}
    </div>
  );
}

function List({ title, items }: { title: string; items: string[] }): JSX.Element | null {
  if (items.length === 0) {
    return null;
  }
  return (
    <>
      <h5>{title}</h5>
      <ul>
        {items.map((item, i) => (
          <li key={i}>{item}</li>
        ))}
      </ul>
    </>
  );
}
