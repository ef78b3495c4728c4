import { describe, expect, it } from 'vitest';

import { literalsOf } from './python';

const values = (source: string) => literalsOf(source).map(literal => literal.value);

describe('literalsOf', () => {
  it('gives each literal with its keyword and place', () => {
    const source = 'f(instance_type = "ml.p3.2xlarge", n=2)';
    const [literal] = literalsOf(source);
    expect(literal).toEqual({
      keyword: 'instance_type',
      value: 'ml.p3.2xlarge',
      start: 18,
      end: 33
    });
    expect(source.slice(literal.start, literal.end)).toBe('"ml.p3.2xlarge"');
  });

  it('knows positional literals too', () => {
    expect(literalsOf('deploy(1, "ml.g5.xlarge")')[0].keyword).toBeNull();
  });

  it('leaves comments alone, and hashes in strings', () => {
    expect(values('# "a"\nx = "b # c"  # "d"')).toEqual(['b # c']);
  });

  it('leaves formatted, raw and byte strings alone', () => {
    expect(values('f"a" + b"b" + r"c" + rb"d" + u"e"')).toEqual(['e']);
  });

  it('is not fooled by names that end like a prefix', () => {
    expect(values('buf"a"')).toEqual(['a']);
  });

  it('passes escapes and triple quotes', () => {
    expect(values(`a = "x\\"y"; b = '''it's "q"'''; c = 'z'`)).toEqual(['x\\"y', `it's "q"`, 'z']);
  });

  it('goes on after a string that nobody closed', () => {
    expect(values('a = "open\nb = "c"')).toEqual(['c']);
    expect(values('a = """open\nb = "c"')).toEqual(['c']);
  });

  it('ends on any text', () => {
    for (const text of ['"', "'''", '\\', 'r"', '#', '"\\', '']) {
      expect(values(text)).toEqual([]);
    }
  });
});
