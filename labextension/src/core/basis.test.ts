import { expect, it } from 'vitest';

import { isBilledIdle } from './basis';
import { readLine } from './reading';

it('a serverless endpoint costs nothing while nobody calls it, unless concurrency is kept ready', () => {
  const note = 'provisioned concurrency is billed while idle; its price is not in the tables';
  expect(isBilledIdle(readLine({ basis: 'per hour' }))).toBe(true);
  expect(isBilledIdle(readLine({ basis: 'unknown' }))).toBe(true);
  expect(isBilledIdle(readLine({ basis: 'per busy hour' }))).toBe(false);
  expect(isBilledIdle(readLine({ basis: 'per busy hour', notes: [note] }))).toBe(true);
});
