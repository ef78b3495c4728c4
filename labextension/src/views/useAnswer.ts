import * as React from 'react';

/**
 * Return the answer to a question asked when the view opens and when what it is about changes; `null` when none came.
 *
 * While it is asked again the last answer stays, so that nobody loses the field they are in.
 */
export function useAnswer<T>(ask: () => Promise<T | null>, about: unknown[]): T | null | 'asking' {
  const [answer, setAnswer] = React.useState<T | null | 'asking'>('asking');
  React.useEffect(() => {
    let isShown = true;
    void ask().then(got => isShown && setAnswer(got));
    return () => {
      isShown = false;
    };
  }, about);
  return answer;
}
