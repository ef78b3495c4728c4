import { expect, it } from 'vitest';

import { themed } from './chart';
import { diffRows, oldText, shownRows } from './diff';

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

it('a diff in a narrow place starts at its code and marks whole words that change', () => {
  const diff =
    '     f(a=1,\n-              kind="ml.p3.8xlarge", n=2)\n+              kind="ml.g5.8xlarge", n=2)';
  expect(shownRows(diff)).toEqual([
    { sign: ' ', parts: [{ text: 'f(a=1,', isChanged: false }] },
    {
      sign: '-',
      parts: [
        { text: '  kind=', isChanged: false },
        { text: '"ml.p3.8xlarge"', isChanged: true },
        { text: ', n=2)', isChanged: false }
      ]
    },
    {
      sign: '+',
      parts: [
        { text: '  kind=', isChanged: false },
        { text: '"ml.g5.8xlarge"', isChanged: true },
        { text: ', n=2)', isChanged: false }
      ]
    }
  ]);
});

it('a diff marks what is put in alone, and nothing where lines cannot be paired', () => {
  expect(shownRows('-f(a=1)\n+f(a=1, b=2)').map(row => row.parts.map(part => part.text))).toEqual([
    ['f(a=1', ')'],
    ['f(a=1', ', b=2', ')']
  ]);
  const rows = shownRows('-f(\n-  a)\n+g(a)');
  expect(rows.flatMap(row => row.parts).some(part => part.isChanged)).toBe(false);
  expect(shownRows('')).toEqual([]);
});
