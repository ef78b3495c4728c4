import { describe, expect, it } from 'vitest';

import { changed, planEdits, planUndo } from './edits';
import type { Edit } from './protocol';

const edit = (start: number, before: string, after: string): Edit => ({
  cell_id: null,
  start,
  end: start + before.length,
  before,
  after
});

const apply = (source: string, edits: Edit[], diff = ''): string | null => {
  const { changes } = planEdits(source, edits, diff);
  return changes && changed(source, changes);
};

describe('planEdits', () => {
  it('replaces the text at its place', () => {
    expect(apply('f(a="x", b="x")', [edit(11, '"x"', '"y"')])).toBe('f(a="x", b="y")');
  });

  it('counts UTF-16 units, as JavaScript and the protocol do', () => {
    const source = 'n = "🌱é"; t = "old"';
    expect(apply(source, [edit(source.indexOf('"old"'), '"old"', '"new"')])).toBe(
      'n = "🌱é"; t = "new"'
    );
  });

  it('follows the text when it moved and is still the only one', () => {
    expect(apply('# note\nf("x")', [edit(2, '"x"', '"y"')])).toBe('# note\nf("y")');
  });

  it('refuses when the text is gone', () => {
    expect(apply('f("z")', [edit(2, '"x"', '"y"')])).toBeNull();
  });

  it('refuses when the text moved and stands there twice', () => {
    expect(apply('# note\nf("x", "x")', [edit(2, '"x"', '"y"')])).toBeNull();
  });

  it('makes all edits or none', () => {
    expect(apply('f("x", q=1)', [edit(2, '"x"', '"y"'), edit(7, 'p=1', 'p=2')])).toBeNull();
  });

  it('refuses edits that overlap', () => {
    expect(apply('f("x")', [edit(0, 'f("x"', 'g("x"'), edit(2, '"x"', '"y"')])).toBeNull();
  });

  it('makes several edits in one go whatever their order', () => {
    const source = 'f(a=1, b=2)';
    expect(apply(source, [edit(7, 'b=2', 'b=20'), edit(2, 'a=1', 'a=10')])).toBe('f(a=10, b=20)');
  });

  it('inserts only where the old lines of the diff still stand once', () => {
    const diff = ' f(a=1)\n-f(a=1)\n+f(a=1, b=2)';
    const lone = '-f(a=1)\n+f(a=1, b=2)';
    expect(apply('f(a=1)', [edit(5, '', ', b=2')], lone)).toBe('f(a=1, b=2)');
    expect(apply('f(a=3)', [edit(5, '', ', b=2')], lone)).toBeNull();
    expect(apply('f(a=1)\nf(a=1)', [edit(5, '', ', b=2')], lone)).toBeNull();
    expect(apply('f(a=1)', [edit(5, '', ', b=2')], diff)).toBeNull();
    expect(apply('f(a=1)', [edit(5, '', ', b=2')])).toBeNull();
  });
});

describe('planUndo', () => {
  const undone = (source: string, edits: Edit[], later = (text: string) => text) => {
    const plan = planEdits(source, edits);
    if (plan.changes === null) {
      throw new Error('the edit itself was refused');
    }
    const now = later(changed(source, plan.changes));
    const changes = planUndo(now, plan.undo);
    return changes && changed(now, changes);
  };

  it('gives back the very same text', () => {
    const source = 'f(a=1, b=2, c=3)';
    const edits = [edit(2, 'a=1', 'alpha=1'), edit(7, 'b=2, ', ''), edit(12, 'c=3', 'c=30')];
    expect(undone(source, edits)).toBe(source);
  });

  it('keeps what was typed elsewhere since', () => {
    expect(undone('f("x")', [edit(2, '"x"', '"y"')], text => `# mine\n${text}`)).toBe(
      '# mine\nf("x")'
    );
  });

  it('refuses when the new text was edited since', () => {
    expect(
      undone('f("x")', [edit(2, '"x"', '"y"')], text => text.replace('"y"', '"z"'))
    ).toBeNull();
  });

  it('refuses to put removed text back once the cell was edited', () => {
    expect(undone('f(a, b)', [edit(3, ', b', '')], text => `${text} # mine`)).toBeNull();
  });
});
