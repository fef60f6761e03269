/**
 * Writes to a real server while it is killed, again and again, and reads back what was acknowledged
 * (RELIABILITY: A1, A2, F3). The same seed makes the same requests; when they meet a blow is up to the machine.
 *
 *     npm run nemesis -- [--rounds 200] [--seed N] [--only 'kill -9 of the server']
 *
 * Exits with 1 when anything acknowledged was lost or anything half was seen.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { drydockVictim } from './drydock-victim.ts';
import { runRounds } from './rounds.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', multiple: true },
  },
});

const data = mkdtempSync(join(tmpdir(), 'drydock-nemesis-'));
const victim = await drydockVictim(data, values.only);
const start = performance.now();
let said = 0;
try {
  const outcome = await runRounds({
    victim,
    rounds: Number(values.rounds),
    seed: Number(values.seed),
    onRound: (round, blow, { acknowledged, violations }) => {
      console.log(`${round}: ${acknowledged} acknowledged, ${violations.length} broken; ${blow}`);
      for (const violation of violations.slice(said)) tell(violation);
      said = violations.length;
    },
  });
  const minutes = ((performance.now() - start) / 60_000).toFixed(1);
  console.log(JSON.stringify({ seed: values.seed, minutes, ...outcome }, undefined, 2));
  if (outcome.violations.length > 0) {
    for (const violation of outcome.violations.slice(said)) tell(violation);
    process.exitCode = 1;
  }
} finally {
  await victim.stop();
  rmSync(data, { recursive: true, force: true });
}

function tell(violation: string): void {
  console.log(`   ${violation}`);
  for (const line of victim.told(violation)) console.log(`      ${line}`);
}
