import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { drydockVictim } from './nemesis/drydock-victim.ts';
import { runRounds } from './nemesis/rounds.ts';
import { scratch } from './support/drydock.ts';

/** `npm run nemesis` goes on for 200; a seed that found something stays here. */
const ROUNDS = 8;

test('what a server acknowledged is there, whole, after each kill -9', async (context) => {
  const seed = 1 + Math.floor(Math.random() * 1_000_000);
  const victim = await drydockVictim(mkdtempSync(join(scratch, 'data-')));
  context.after(() => victim.stop());
  const { violations, ...figures } = await runRounds({ victim, rounds: ROUNDS, seed });
  context.diagnostic(`seed ${seed}: ${JSON.stringify(figures)}`);
  assert.deepEqual(violations, [], `npm run nemesis -- --rounds ${ROUNDS} --seed ${seed}`);
  assert.ok(figures.acknowledged > ROUNDS && figures.readBack > ROUNDS);
});
