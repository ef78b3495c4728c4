import { expect, it } from 'vitest';

import { themed } from './chart';
import { diffRows, oldText } from './diff';

it('themed charts speak the renderer’s version and keep the data', () => {
  const colours = { text: 'black', grid: 'grey', font: 'serif' };
  const chart = themed({ mark: 'bar', $schema: 'v5' }, 'application/vnd.vegalite.v6+json', colours);
  expect(chart).toMatchObject({
    mark: 'bar',
    background: 'transparent',
    config: { font: 'serif' }
  });
  expect((chart as { $schema: string }).$schema).toContain('/v6.json');
});

it('a diff is shown without its headers', () => {
  const diff =
    '--- before\n+++ after\n@@ -1,2 +1,2 @@\n a = 1\n-b = 2\n+b = 3\n\\ No newline at end of file\n';
  expect(diffRows(diff)).toEqual([
    { sign: ' ', text: 'a = 1' },
    { sign: '-', text: 'b = 2' },
    { sign: '+', text: 'b = 3' }
  ]);
  expect(oldText(diff)).toBe('a = 1\nb = 2');
});
