import { expect, it } from 'vitest';

import catalogue from '../../../jupyter_green/locale/es_ES/LC_MESSAGES/jupyter_green.json';
import { messageOf, saySchema, sayTitles, sayWords, type Translator } from './words';

const CATALOGUE = catalogue as unknown as { [message: string]: string[] | undefined };
// As JupyterLab does it: what is not in the catalogue is filled in and comes back in English.
const SPANISH: Translator = {
  __: (message, ...args) =>
    (CATALOGUE[message]?.[0] ?? message).replace(/%(\d+)/g, (_, n: string) =>
      String(args[Number(n) - 1])
    )
};

it('figures, types and Regions are taken out of a sentence and numbered', () => {
  expect(messageOf('ml.p3.16xlarge in us-east-1 draws 1.8 kg CO₂e/h [0.56–4.2].')).toEqual({
    message: '%1 in %2 draws %3 [%4].',
    facts: ['ml.p3.16xlarge', 'us-east-1', '1.8 kg CO₂e/h', '0.56–4.2']
  });
});

it('a sentence is said in Spanish with its own figures', () => {
  expect(sayWords('p3 is a previous generation', SPANISH)).toBe('p3 es de una generación anterior');
  expect(sayWords('An interruption on Spot repeats all work so far: up to 24 h.', SPANISH)).toBe(
    'Una interrupción de Spot repite todo el trabajo hecho: hasta 24 h.'
  );
  expect(sayWords('carbon −1.2 kg CO₂e/h [−3 to −0.3] · +$5/h · no figure', SPANISH)).toBe(
    'carbono −1.2 kg CO₂e/h [−3 a −0.3] · +$5/h · sin cifra'
  );
  expect(sayWords('training · 2 × ml.p3.16xlarge · us-east-1', SPANISH)).toBe(
    'entrenamiento · 2 × ml.p3.16xlarge · us-east-1'
  );
});

it('what nobody translated comes back as it was, whatever it holds', () => {
  for (const text of [
    '',
    'constructor',
    '__proto__',
    'my job named %1',
    '100 %% of ml.zz9.huge',
    '3 things <img src=x>'
  ]) {
    expect(sayWords(text, SPANISH)).toBe(text);
  }
});

it('titles of a chart are said, its data are not', () => {
  const chart = {
    data: { values: [{ label: 'training', best: 'yes' }] },
    layer: [{ encoding: { x: { title: 'USD per hour', field: 'cost' } } }]
  };
  expect(sayTitles(chart, SPANISH)).toEqual({
    data: { values: [{ label: 'training', best: 'sí' }] },
    layer: [{ encoding: { x: { title: 'USD por hora', field: 'cost' } } }]
  });
});

it('a settings schema is said in place, its defaults are not', () => {
  const schema = {
    title: 'Green',
    properties: { inline: { title: 'Lines under cells', default: 'training' } }
  };
  saySchema(schema, SPANISH);
  expect(schema.properties.inline).toEqual({
    title: 'Líneas bajo las celdas',
    default: 'training'
  });
});
