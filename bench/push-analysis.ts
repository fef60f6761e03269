/**
 * What analysis costs a push: an image in an OCI layout pushed by skopeo through a proxy of ours that
 * lets 100 MB a second pass, with analysis on and off in turn; and how long after the manifest's 201 the
 * report is complete. Prints medians, the ratio, the quantiles, and what the server needed for it.
 *
 *     node bench/push-analysis.ts [--rounds 5] [--pushes 50] [--megabytes-a-second 100] [--feeds FOLDER]
 *         LAYOUT [SMALL_LAYOUT]
 *
 * Each push is of content that the server has not seen: all layers are written anew. The 50 pushes are of
 * SMALL_LAYOUT where it is given. Without recorded feeds images are matched with the starter feed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startRegistryWithAccount } from '../e2e/support/registry-account.ts';
import { startSlowProxy } from '../e2e/support/slow-proxy.ts';
import { recordOf } from '../src/base/index.ts';
import { medianOf } from './measure.ts';
import { type FollowedRepository, openPushSession } from './push-session.ts';
import { renewLayout } from './renewed-layout.ts';
import { type ServerCpu, cpuOfEnded, serverCpu, serverMegabytes } from './server-figures.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    pushes: { type: 'string', default: '50' },
    'megabytes-a-second': { type: 'string', default: '100' },
    feeds: { type: 'string' },
  },
});
const [layout = '', small = layout] = positionals;

const scratch = mkdtempSync(join(tmpdir(), 'drydock-bench-'));
const account = await startRegistryWithAccount(
  values.feeds === undefined ? {} : { DRYDOCK_FEEDS: values.feeds },
);
const pid = account.server?.pid ?? 0;
const proxy = await startSlowProxy(account.host, Number(values['megabytes-a-second']) * 1e6);
const session = await openPushSession(account);
const repositories = ['on', 'off', 'many'] as const;
type Repository = (typeof repositories)[number];
const followed = new Map<Repository, FollowedRepository>();
try {
  if (values.feeds !== undefined) await feedsRead();
  for (const name of repositories) {
    // A repository is made by its first push.
    await session.push(account.host, small, name, 'first');
    followed.set(name, await session.follow(name));
  }
  for (const repository of ['on', 'many']) {
    await session.client.activateAnalysis({ namespace: account.user, repository, body: {} });
  }
  await comparePushes(Number(values.rounds));
  await timeReports(Number(values.pushes));
} finally {
  for (const repository of followed.values()) repository.close();
  proxy.stop();
  await account.stop();
  rmSync(scratch, { recursive: true, force: true });
}

/** Until the snapshot has stayed the same for a while. */
async function feedsRead(): Promise<void> {
  for (let [quiet, before] = [0, '']; quiet < 5; quiet += 1) {
    await sleep(1000);
    const now = recordOf(await session.client.getAdvisories({}));
    const isAtRest = now['isStarter'] === false && now['progress'] === undefined;
    if (!isAtRest || now['digest'] !== before) quiet = 0;
    before = String(now['digest']);
  }
}

interface Push {
  readonly wallSeconds: number;
  /** Until the report is there, where there is one. */
  readonly cpu: ServerCpu;
  readonly clientCpu: number;
  readonly proxyCpu: number;
}

async function comparePushes(rounds: number): Promise<void> {
  const pushes: Record<'on' | 'off', Push[]> = { on: [], off: [] };
  for (let round = 0; round < rounds; round += 1) {
    // Neither is always the first.
    for (const name of round % 2 === 0 ? (['off', 'on'] as const) : (['on', 'off'] as const)) {
      pushes[name].push(await timedPush(name, `v${round}`));
    }
  }
  const walls = (name: 'on' | 'off'): number[] => pushes[name].map((push) => push.wallSeconds);
  const [on, off] = [medianOf(walls('on')), medianOf(walls('off'))];
  const ofPairs = medianOf(walls('on').map((wall, at) => wall / (walls('off')[at] ?? 0)));
  console.log(`push at ${values['megabytes-a-second']} MB/s, medians of ${rounds}`);
  console.log(`  analysis off ${off.toFixed(3)} s, on ${on.toFixed(3)} s`);
  console.log(`  ratio ${(on / off).toFixed(3)}, of pairs ${ofPairs.toFixed(3)} (target <= 1.03)`);
  for (const name of ['off', 'on'] as const) console.log(`  ${cpuLine(name, pushes[name])}`);
}

async function timedPush(name: 'on' | 'off', tag: string): Promise<Push> {
  const fresh = await renewLayout(layout, join(scratch, 'fresh'), `${name} ${tag}`);
  const [cpu, client, own] = [serverCpu(pid), cpuOfEnded(), process.cpuUsage()];
  const start = performance.now();
  await session.push(proxy.host, fresh, name, tag);
  const wallSeconds = (performance.now() - start) / 1000;
  const used = process.cpuUsage(own);
  if (name === 'on') await followed.get(name)?.reportOf(tag);
  return {
    wallSeconds,
    cpu: difference(serverCpu(pid), cpu),
    clientCpu: cpuOfEnded() - client,
    proxyCpu: (used.user + used.system) / 1e6,
  };
}

function difference(after: ServerCpu, before: ServerCpu): ServerCpu {
  return {
    server: after.server - before.server,
    mainThread: after.mainThread - before.mainThread,
    workers: after.workers - before.workers,
    database: after.database - before.database,
  };
}

function cpuLine(name: string, pushes: readonly Push[]): string {
  const of = (read: (push: Push) => number): string => medianOf(pushes.map(read)).toFixed(2);
  const server = `server ${of(({ cpu }) => cpu.server)} (main thread ${of(({ cpu }) => cpu.mainThread)})`;
  const others = `workers ${of(({ cpu }) => cpu.workers)}, database ${of(({ cpu }) => cpu.database)}`;
  const outside = `skopeo ${of((push) => push.clientCpu)}, proxy ${of((push) => push.proxyCpu)}`;
  return `CPU s, ${name}: ${server}, ${others}; ${outside}`;
}

async function timeReports(count: number): Promise<void> {
  const waits: number[] = [];
  const before = serverCpu(pid);
  const megabytes: number[] = [];
  await session.loopDelay();
  for (let n = 0; n < count; n += 1) {
    const fresh = await renewLayout(small, join(scratch, 'fresh'), `many ${n}`);
    proxy.manifestStoredAt = undefined;
    await session.push(proxy.host, fresh, 'many', `v${n}`);
    const complete = (await followed.get('many')?.reportOf(`v${n}`)) ?? Number.NaN;
    waits.push(complete - (proxy.manifestStoredAt ?? complete));
    megabytes.push(serverMegabytes(pid));
  }
  const delay = await session.loopDelay();
  const cpu = difference(serverCpu(pid), before);
  waits.sort((a, b) => a - b);
  const at = (quantile: number): string =>
    (waits[Math.min(waits.length - 1, Math.floor(waits.length * quantile))] ?? 0).toFixed(0);
  console.log(`manifest's 201 to a complete report, ${count} pushes`);
  console.log(`  p50 ${at(0.5)} ms (target < 500), p99 ${at(0.99)} ms (target < 2000)`);
  console.log(
    `  main thread held up: p99 ${delay.p99.toFixed(0)} ms, most ${delay.most.toFixed(0)} ms (target < 50)`,
  );
  const each = (seconds: number): string => (seconds / count).toFixed(2);
  console.log(
    `  CPU s a push: server ${each(cpu.server)} (main thread ${each(cpu.mainThread)}), workers ${each(cpu.workers)}, database ${each(cpu.database)}`,
  );
  const shown = [0, Math.floor(count / 4), Math.floor(count / 2), count - 1];
  const sizes = shown.map((one) => `${megabytes[one]?.toFixed(0)} after ${one + 1}`);
  console.log(`  server's own process, MB: ${sizes.join(', ')}`);
}
