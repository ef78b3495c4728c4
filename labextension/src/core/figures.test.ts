import { describe, expect, it } from 'vitest';

import { addFigures, barOf, sayFigure, sayNumber, savingParts, splitName } from './figures';
import { readFigure } from './reading';

const figure = (low: number, central: number, high: number, unit: string, text = '') => ({
  ...readFigure({ low, central, high, unit, counted: 1 }),
  text
});

describe('sayNumber', () => {
  it('keeps two significant digits', () => {
    const said = [0.0567, 5.67, 56.7, 1423, 9.96, -3.14, 0].map(sayNumber);
    expect(said).toEqual(['0.057', '5.7', '57', '1,400', '10', '−3.1', '0']);
  });
});

describe('sayFigure', () => {
  const carbon = figure(560, 1800, 4200, 'gCO2e/h', 'the kernel’s words');

  it('keeps the words of the kernel unless the reader chose a unit', () => {
    expect(sayFigure(carbon).text).toBe('the kernel’s words');
    expect(sayFigure(carbon, 'g')).toEqual({ text: '1,800 g CO₂e/h', range: '560–4,200' });
    expect(sayFigure(carbon, 'kg')).toEqual({ text: '1.8 kg CO₂e/h', range: '0.56–4.2' });
  });

  it('does not touch money or energy when carbon has a unit', () => {
    expect(sayFigure(figure(1, 1, 1, 'USD/h', '$1/h'), 'kg').text).toBe('$1/h');
  });

  it('says unknown, not zero', () => {
    expect(sayFigure(readFigure({ unit: 'gCO2e/h' }), 'kg')).toEqual({
      text: 'unknown',
      range: ''
    });
  });
});

describe('addFigures', () => {
  it('adds corner to corner and counts what is missing', () => {
    const sum = addFigures(
      [figure(1, 2, 3, 'kWh/h'), figure(10, 20, 30, 'kWh/h'), readFigure({ unit: 'kWh/h' })],
      'kWh/h'
    );
    expect(sum).toMatchObject({ low: 11, central: 22, high: 33, counted: 2, out_of: 3 });
    expect(sum.text).toBe('22 kWh/h');
  });

  it('is unknown when nothing is known, and never adds another unit', () => {
    expect(addFigures([figure(1, 1, 1, 'kWh')], 'kWh/h').text).toBe('unknown');
  });
});

describe('barOf', () => {
  it('puts the range and its centre on the common scale', () => {
    expect(barOf(figure(20, 50, 80, ''), 100)).toEqual({ left: 20, width: 60, tick: 50 });
  });

  it('draws nothing for what is unknown or below zero', () => {
    expect(barOf(readFigure({}), 100)).toBeNull();
    expect(barOf(figure(-1, 0, 1, ''), 100)).toBeNull();
  });
});

it('splitName keeps the telling end', () => {
  expect(splitName('churn-2026-11-22-trial-017')).toEqual(['churn-2026-', '11-22-trial-017']);
  expect(splitName('tuning 24 trials, 4 at once · 2 × ml.p3.16xlarge')).toEqual([
    'tuning 24 trials, 4 at once · ',
    '2 × ml.p3.16xlarge'
  ]);
  expect(splitName('endpoint churn-v3 · 1 × ml.g5.2xlarge')[1]).toBe('ml.g5.2xlarge');
  expect(splitName('x'.repeat(40)).map(part => part.length)).toEqual([28, 12]);
  expect(splitName('ml.p3.16xlarge')).toEqual(['', 'ml.p3.16xlarge']);
});

it('savingParts tells less from more from remarks', () => {
  const parts = savingParts(
    'carbon −1.7 kg CO₂e/h [−3.8 to −0.03] · +$5.6/h [3.1–8.2] · carbon ±0 · a remark'
  );
  expect(parts.map(part => part.tone)).toEqual(['good', 'plain', 'quiet', 'quiet']);
  expect(parts[0]).toMatchObject({ main: 'carbon −1.7 kg CO₂e/h', range: '[−3.8 to −0.03]' });
  expect(savingParts('')).toEqual([]);
});
