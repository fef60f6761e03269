/**
 * Processor seconds to read layers: ours (inflate, both digests, tar walk) beside the floor tools.
 *
 *     node bench/layer.ts BLOB...
 */
import { spawnSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { DEFAULT_LIMITS } from '../src/base/index.ts';
import { readLayer } from '../src/image/index.ts';

const ROUNDS = 5;
const FLOORS: Readonly<Record<string, string>> = {
  'igzip -dc | tar t; openssl dgst':
    'igzip -dc < "$0" | tar t > /dev/null; openssl dgst -sha256 "$0" > /dev/null',
  'gzip -dc | openssl dgst': 'gzip -dc < "$0" | openssl dgst -sha256 > /dev/null',
  'gzip -dc': 'gzip -dc < "$0" > /dev/null',
};

for (const blob of process.argv.slice(2)) {
  const ours = await best(() => oursOnce(blob));
  console.log(
    `${blob}\n  ours ${ours.toFixed(2)} s, peak ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
  );
  for (const [title, command] of Object.entries(FLOORS)) {
    const floor = await best(() => Promise.resolve(toolOnce(command, blob)));
    console.log(`  ${title}: ${floor.toFixed(2)} s, ours is ${(ours / floor).toFixed(2)} of it`);
  }
}

async function best(run: () => Promise<number>): Promise<number> {
  let least = Infinity;
  for (let round = 0; round < ROUNDS; round += 1) least = Math.min(least, await run());
  return least;
}

async function oursOnce(blob: string): Promise<number> {
  const before = process.cpuUsage();
  const handler = { entry: () => 'skip' as const, data: () => undefined, end: () => undefined };
  const chunks = createReadStream(blob, { highWaterMark: 256 * 1024 });
  const read = await readLayer(chunks, {}, handler, DEFAULT_LIMITS);
  if (!read.ok) throw new Error(read.error.message);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** `times` of the shell counts what its children used. */
function toolOnce(command: string, blob: string): number {
  const { stdout } = spawnSync('bash', ['-c', `${command}; times`, blob], { encoding: 'utf8' });
  const last = stdout.trim().split('\n').at(-1) ?? '';
  return [...last.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
    0,
  );
}
