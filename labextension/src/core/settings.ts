/** The reader's settings, read from any JSON. */

import type { Units } from './figures';

export interface Settings {
  loadOnStart: boolean;
  inline: boolean;
  squiggles: boolean;
  squiggleFaults: boolean;
  squiggleSwaps: boolean;
  squiggleNotes: boolean;
  units: Units;
  region: string;
  residency: string[];
}

export const DEFAULT_SETTINGS: Settings = {
  loadOnStart: true,
  inline: true,
  squiggles: true,
  squiggleFaults: true,
  squiggleSwaps: true,
  squiggleNotes: true,
  units: 'automatic',
  region: '',
  residency: []
};

/** Read settings; a value of the wrong type keeps its default. */
export function readSettings(from: { [key: string]: unknown }): Settings {
  const flag = (key: keyof Settings) =>
    typeof from[key] === 'boolean' ? from[key] : (DEFAULT_SETTINGS[key] as boolean);
  const units = from.units;
  return {
    loadOnStart: flag('loadOnStart'),
    inline: flag('inline'),
    squiggles: flag('squiggles'),
    squiggleFaults: flag('squiggleFaults'),
    squiggleSwaps: flag('squiggleSwaps'),
    squiggleNotes: flag('squiggleNotes'),
    units: units === 'g' || units === 'kg' || units === 't' ? units : 'automatic',
    region: typeof from.region === 'string' ? from.region.trim() : '',
    residency: Array.isArray(from.residency)
      ? from.residency.filter((item): item is string => typeof item === 'string')
      : []
  };
}
