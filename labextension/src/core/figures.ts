/** How figures are written and drawn: two significant digits, the unit once, the range always there. */

import type { Figure } from './protocol';

/** The unit carbon is shown in; `automatic` keeps the words of the kernel. */
export type Units = 'automatic' | 'g' | 'kg' | 't';

const GRAMS: { [unit in Exclude<Units, 'automatic'>]: number } = { g: 1, kg: 1e3, t: 1e6 };
const SCALES: { [unit: string]: [number, string][] } = {
  kWh: [
    [1e-3, 'Wh'],
    [1, 'kWh'],
    [1e3, 'MWh']
  ],
  gCO2e: [
    [1, 'g CO₂e'],
    [1e3, 'kg CO₂e'],
    [1e6, 't CO₂e']
  ],
  L: [
    [1e-3, 'mL'],
    [1, 'L'],
    [1e3, 'm³']
  ],
  USD: [[1, '$']],
  h: [
    [1 / 60, 'min'],
    [1, 'h']
  ]
};

/** True when somebody knows the figure. */
export function isKnown(
  figure: Figure | null
): figure is Figure & { low: number; central: number; high: number } {
  return figure?.central !== undefined;
}

/** Return `value` with two significant digits and no exponent, such as `5.7`, `56` or `1,400`. */
export function sayNumber(value: number): string {
  if (value === 0) {
    return '0';
  }
  const rounded = Number(value.toPrecision(2));
  const digits = Math.max(0, 1 - Math.floor(Math.log10(Math.abs(rounded))));
  const shown = rounded.toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits
  });
  return shown.replace('-', '−');
}

/** Return the figure in words and its range in the same scale, as the reader asked to see carbon. */
export function sayFigure(
  figure: Figure,
  units: Units = 'automatic'
): { text: string; range: string } {
  const [above, below] = split(figure.unit);
  if (!isKnown(figure) || (figure.text && (units === 'automatic' || above !== 'gCO2e'))) {
    return { text: figure.text || 'unknown', range: figure.range };
  }
  const { central, low, high } = figure;
  const [size, name] =
    units !== 'automatic' && above === 'gCO2e'
      ? [GRAMS[units], `${units} CO₂e`]
      : scaleOf(central, above);
  const number = sayNumber(central / size);
  const money = name === '$';
  return {
    text: (money ? `$${number}` : `${number} ${name}`) + below,
    range:
      Math.abs(high - low) <= 5e-3 * Math.abs(high)
        ? ''
        : `${sayNumber(low / size)}–${sayNumber(high / size)}`
  };
}

function split(unit: string): [string, string] {
  const at = unit.indexOf('/');
  return at < 0 ? [unit, ''] : [unit.slice(0, at), unit.slice(at)];
}

function scaleOf(value: number, above: string): [number, string] {
  const steps = SCALES[above] ?? [[1, above]];
  return steps.reduce((best, step) => (Math.abs(value) >= step[0] * 0.995 ? step : best), steps[0]);
}

/**
 * Add figures of one unit, corner to corner; those unknown are counted as missing and not guessed.
 *
 * Used only when no kernel can say how the figures hang together, so the range can be wider than the kernel's, never
 * narrower.
 */
export function addFigures(figures: Figure[], unit: string): Figure {
  const known = figures.filter(figure => figure.unit === unit).filter(isKnown);
  const sum = (pick: (figure: Figure) => number) =>
    known.reduce((total, figure) => total + pick(figure), 0);
  const counts = { unit, counted: known.length, out_of: figures.length };
  if (known.length === 0) {
    return { ...counts, text: 'unknown', range: '' };
  }
  const figure: Figure = {
    ...counts,
    text: '',
    range: '',
    low: sum(f => f.low!),
    central: sum(f => f.central!),
    high: sum(f => f.high!)
  };
  return { ...figure, ...sayFigure(figure) };
}

/** Leave the substance out where the heading of the list names it. */
export function withoutUnit(text: string): string {
  return text.replace(' CO₂e', '');
}

/** Where a figure lies on a bar that ends at `most`, in percent; null when it cannot be drawn. */
export function barOf(
  figure: Figure,
  most: number
): { left: number; width: number; tick: number } | null {
  if (!isKnown(figure) || most <= 0 || figure.low < 0) {
    return null;
  }
  const percent = (value: number) => Math.min(100, Math.max(0, (100 * value) / most));
  const left = percent(figure.low);
  return { left, width: Math.max(1, percent(figure.high) - left), tick: percent(figure.central) };
}

/** The end of the common scale of a list: its greatest high value. */
export function mostOf(figures: Figure[]): number {
  return figures.filter(isKnown).reduce((most, figure) => Math.max(most, figure.high), 0);
}

// What is no longer than this stands whole in the narrowest sidebar.
const LONGEST_TAIL = 16;
const SHORTEST_TAIL = 6;
const TAIL = 12;

/**
 * Cut a long name into two parts; the first may shrink, the second is the part that tells names apart.
 *
 * The cut falls between words, so that `2 × ml.p3.16xlarge` or the time of a job's name stays whole.
 */
export function splitName(name: string): [string, string] {
  if (name.length <= LONGEST_TAIL) {
    return ['', name];
  }
  const several = /(?<!\S)(?!1 ×)\d+ × \S+$/.exec(name)?.[0] ?? '';
  if (several && several.length <= LONGEST_TAIL + 4) {
    return [name.slice(0, -several.length), several];
  }
  let at = name.length - TAIL;
  for (let i = name.length - LONGEST_TAIL; i <= name.length - SHORTEST_TAIL; i++) {
    if (/[\s/_-]/.test(name[i - 1]) && /[\p{L}\p{N}]/u.test(name[i])) {
      at = i;
      break;
    }
  }
  return [name.slice(0, at), name.slice(at)];
}

export interface SavingPart {
  main: string;
  range: string;
  tone: 'good' | 'plain' | 'quiet';
}

// Carbon and money; what follows are remarks.
const MOST_FIGURES = 2;

/** Cut a saving such as `carbon −1.2 kg [−3 to −0.3] · +$5/h · a remark` into parts with the weight each deserves. */
export function savingParts(text: string): SavingPart[] {
  return text
    .split(' · ')
    .filter(Boolean)
    .map((part, i) => {
      const [, main, range] = /^(.*?)\s*(\[[^\]]*\])?$/.exec(part) ?? ['', part, ''];
      const isChange = /[−+±]\s?\$?\d/.test(main);
      const isLess = /−\s?\$?\d/.test(main);
      const tone = i >= MOST_FIGURES || !isChange ? 'quiet' : isLess ? 'good' : 'plain';
      return { main, range: range ?? '', tone };
    });
}
