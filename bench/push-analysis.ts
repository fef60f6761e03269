/**
 * What analysis costs a push: an image in an OCI layout pushed by skopeo through a proxy of ours that
 * lets 100 MB a second pass, with analysis on and off in turn; and how long after the manifest's 201 the
 * report is complete. Prints medians, the ratio, and the quantiles.
 *
 *     node bench/push-analysis.ts [--rounds 5] [--pushes 50] [--megabytes-a-second 100] LAYOUT [SMALL_LAYOUT]
 *
 * Each push is of content that the server has not seen: the first layer is written anew. The 50 pushes are
 * of SMALL_LAYOUT where it is given.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startRegistryWithAccount } from '../e2e/support/registry-account.ts';
import type { RegistryAccount } from '../e2e/support/registry-account.ts';
import { succeed } from '../e2e/support/run-program.ts';
import { startSlowProxy } from '../e2e/support/slow-proxy.ts';
import { medianOf } from './measure.ts';
import { renewLayout } from './renewed-layout.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    pushes: { type: 'string', default: '50' },
    'megabytes-a-second': { type: 'string', default: '100' },
  },
});
const [layout = '', small = layout] = positionals;
const PATIENCE_MS = 120_000;

const scratch = mkdtempSync(join(tmpdir(), 'drydock-bench-'));
const account = await startRegistryWithAccount();
const bytesASecond = Number(values['megabytes-a-second']) * 1e6;
const proxy = await startSlowProxy(account.host, bytesASecond);
try {
  const session = await signIn(account);
  const walls: Record<'on' | 'off', number[]> = { on: [], off: [] };
  // A repository is made by its first push.
  for (const name of ['on', 'off', 'many']) await push(small, name, 'first');
  for (const name of ['on', 'many']) await activate(session, name);
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const name of ['off', 'on'] as const) {
      const fresh = await renewLayout(layout, join(scratch, 'fresh'), `${name} ${round}`);
      const start = performance.now();
      await push(fresh, name, `v${round}`);
      walls[name].push((performance.now() - start) / 1000);
      if (name === 'on') await reportAfter(session, name, `v${round}`);
    }
  }
  const [on, off] = [medianOf(walls.on), medianOf(walls.off)];
  console.log(`push at ${values['megabytes-a-second']} MB/s, medians of ${values.rounds}`);
  console.log(
    `  analysis off ${off.toFixed(3)} s, on ${on.toFixed(3)} s, ratio ${(on / off).toFixed(3)} (target <= 1.03)`,
  );
  await quantiles(session);
} finally {
  proxy.stop();
  await account.stop();
  rmSync(scratch, { recursive: true, force: true });
}

async function quantiles(session: Headers): Promise<void> {
  const waits: number[] = [];
  for (let n = 0; n < Number(values.pushes); n += 1) {
    const fresh = await renewLayout(small, join(scratch, 'fresh'), `many ${n}`);
    proxy.manifestStoredAt = undefined;
    await push(fresh, 'many', `v${n}`);
    const complete = await reportAfter(session, 'many', `v${n}`);
    waits.push(complete - (proxy.manifestStoredAt ?? complete));
  }
  waits.sort((a, b) => a - b);
  const at = (quantile: number): string =>
    (waits[Math.min(waits.length - 1, Math.floor(waits.length * quantile))] ?? 0).toFixed(0);
  console.log(`manifest's 201 to a complete report, ${waits.length} pushes`);
  console.log(`  p50 ${at(0.5)} ms (target < 500), p99 ${at(0.99)} ms (target < 2000)`);
}

async function push(from: string, name: string, tag: string): Promise<void> {
  const credentials = `${account.user}:${account.password}`;
  const flags = ['--quiet', '--preserve-digests', '--dest-tls-verify=false'];
  const to = `docker://${proxy.host}/${account.user}/${name}:${tag}`;
  await succeed('skopeo', ['copy', ...flags, '--dest-creds', credentials, `oci:${from}`, to]);
}

async function signIn({ host, user, password }: RegistryAccount): Promise<Headers> {
  const answer = await fetch(`http://${host}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: user, password }),
  });
  if (!answer.ok) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`);
  const cookies = answer.headers.getSetCookie().map((one) => one.split(';', 1)[0]);
  const { csrfToken }: { csrfToken?: unknown } = Object(await answer.json());
  return new Headers({
    'content-type': 'application/json',
    cookie: cookies.join('; '),
    'x-drydock-csrf': String(csrfToken),
  });
}

async function activate(headers: Headers, name: string): Promise<void> {
  const url = `http://${account.host}/api/v1/repositories/${account.user}/${name}/activation`;
  const answer = await fetch(url, { method: 'PUT', headers, body: '{}' });
  if (!answer.ok) throw new Error(`activation: ${answer.status} ${await answer.text()}`);
}

/** When the report was seen to be complete, as performance.now() tells. */
async function reportAfter(headers: Headers, name: string, tag: string): Promise<number> {
  const path = `repositories/${account.user}/${name}/images/${tag}/analysis`;
  const url = `http://${account.host}/api/v1/${path}`;
  const deadline = performance.now() + PATIENCE_MS;
  while (performance.now() < deadline) {
    const text = await (await fetch(url, { headers })).text();
    if (/"kind":"complete/.test(text)) return performance.now();
    if (/"kind":"failed/.test(text)) throw new Error(`${url}: ${text}`);
    await sleep(10);
  }
  throw new Error(`no report of ${name}:${tag} in ${PATIENCE_MS} ms`);
}
