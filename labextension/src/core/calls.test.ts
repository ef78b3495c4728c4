import { describe, expect, it } from 'vitest';

import { callsOf } from './calls';

const keywords = (source: string) =>
  callsOf(source).map(({ callee, keywords }) => [
    callee,
    Object.fromEntries([...keywords].map(([name, { value }]) => [name, value]))
  ]);

describe('callsOf', () => {
  it('finds keywords of the call they stand in, inner calls first', () => {
    expect(keywords('a = sdk.Estimator(x, role=get(deep=1), spot = True)')).toEqual([
      ['get', { deep: '1' }],
      ['Estimator', { role: 'get(deep=1)', spot: 'True' }]
    ]);
  });

  it('tells where a value is written', () => {
    const source = "t = Tuner(\n  a,  # not b=1, c\n  kind='Auto',  # why\n)";
    const [{ keywords: found }] = callsOf(source);
    const { value, start, end } = found.get('kind')!;
    expect([value, source.slice(start, end)]).toEqual(['"Auto"', "'Auto'"]);
    expect([...found.keys()]).toEqual(['kind']);
  });

  it('does not take comparisons, lists, strings or definitions for keywords', () => {
    expect(keywords('f(a == b, [c, d], {"e": 1}, "g=2, h=3")')).toEqual([['f', {}]]);
    expect(keywords('def f(spot=True): pass')).toEqual([]);
    expect(keywords('class A(metaclass=B): pass')).toEqual([]);
  });

  it('knows that two stars may hide keywords', () => {
    expect(callsOf('f(a=1, **more)')[0].isOpen).toBe(true);
    expect(callsOf('f(a=2 ** 3)')[0].isOpen).toBe(false);
  });

  it('ends on any text, and leaves a call that nobody closed', () => {
    for (const text of ['f(', ')', 'f(a=', '((', 'f(a="', '(', ',', 'f(a=1]']) {
      expect(() => callsOf(text)).not.toThrow();
    }
    expect(callsOf('f(a=1')).toEqual([]);
  });
});
