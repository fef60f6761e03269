/**
 * Two servers behind a balancer without affinity, on one database and one storage: restarted one after the
 * other while docker, skopeo, ctr and raw clients push and pull, none of them notices (F1); killed, only
 * what was in flight there fails, and is pushed again.
 */
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { Client } from 'pg';
import { withEmptyDatabase } from '../src/store/test-database.contract.ts';
import { CEPH_PROGRAMS, startCeph } from './support/ceph.ts';
import type { Containerd } from './support/containerd.ts';
import { startContainerd } from './support/containerd.ts';
import { withoutPrograms } from './support/corpus.ts';
import type { DockerEngine } from './support/docker-engine.ts';
import { startDockerEngine } from './support/docker-engine.ts';
import { scratch } from './support/drydock.ts';
import type { Image, LoadClient } from './support/load-clients.ts';
import { loadClients } from './support/load-clients.ts';
import type { ServerPair, Side } from './support/server-pair.ts';
import { startServerPair } from './support/server-pair.ts';

const isRoot = process.getuid?.() === 0;
const skip =
  withoutPrograms('dockerd', 'docker', 'containerd', 'ctr', 'skopeo', 'tar') ||
  (isRoot ? false : 'SKIPPED: a Docker engine and containerd start as root only');

/** Of raw clients, while servers are restarted: enough to meet every moment of it. */
const PUSHES = Number(process.env['TEST_PUSHES'] ?? 100);

let engine: DockerEngine;
let containerd: Containerd;

before(async () => {
  if (skip) return;
  const started = await startDockerEngine(join(scratch, 'e'));
  if ('failed' in started) throw new Error(started.failed);
  engine = started;
  containerd = await startContainerd(join(scratch, 'c'));
});
after(async () => {
  if (skip) return;
  await Promise.all([engine.stop(), containerd.stop()]);
});

test('on a shared folder, restarted and killed under load', { skip }, async (t) => {
  const blobs = mkdtempSync(join(scratch, 'blobs-'));
  await tryPair(t, { DRYDOCK_BLOBS: blobs }, { restarts: 3, kills: 2, rawPushes: PUSHES });
});

test(
  'on S3, restarted and killed under load',
  { skip: skip || withoutPrograms(...CEPH_PROGRAMS) },
  async (t) => {
    const folder = mkdtempSync(join(scratch, 'ceph-'));
    const ceph = await startCeph(folder);
    const { endpoint, credentials } = ceph;
    const client = new S3Client({
      endpoint,
      credentials,
      region: 'us-east-1',
      forcePathStyle: true,
    });
    await client.send(new CreateBucketCommand({ Bucket: 'shared' }));
    client.destroy();
    const env = {
      DRYDOCK_BLOBS: `s3://shared/images?endpoint=${endpoint}`,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    };
    await tryPair(t, env, { restarts: 1, kills: 1, rawPushes: PUSHES / 4 }, [() => ceph.stop()]);
  },
);

interface Trial {
  /** Of each server, in turn. */
  readonly restarts: number;
  readonly kills: number;
  /** At least. */
  readonly rawPushes: number;
}

async function tryPair(
  t: TestContext,
  env: Readonly<Record<string, string>>,
  trial: Trial,
  endings: (() => Promise<void>)[] = [],
): Promise<void> {
  // Hooks run in the order of their making: the servers end before what they stand on.
  t.after(async () => {
    for (const end of endings.toReversed()) await end();
  });
  const database = await withEmptyDatabase({
    after: (end) => endings.push(async () => end?.(t, () => undefined)),
  });
  const pair = await startServerPair({ DRYDOCK_DATABASE_URL: database, ...env });
  endings.push(() => pair.stop());
  const clients = await loadClients(pair.account, { docker: engine, containerd });
  const rolled = await underLoad(clients, async (load) => {
    for (let round = 0; round < trial.restarts; round += 1) {
      for (const side of [0, 1] as const) await pair.restart(side);
    }
    while (load.pushed('raw') < trial.rawPushes) await sleep(100);
  });
  t.diagnostic(`restarted ${2 * trial.restarts} times: ${rolled.told()}`);
  assert.deepEqual(rolled.failures, [], 'no push and no pull fails while servers are restarted');
  assert.ok(rolled.pushed('docker') > 0 && rolled.pushed('skopeo') > 0 && rolled.pushed('ctr') > 0);
  assert.ok(
    pair.balancer.sent.every((count) => count > 100),
    String(pair.balancer.sent),
  );
  for (let round = 0; round < trial.kills; round += 1) await killOne(t, pair, clients, round);
  await analyzedOnce(database);
}

/** While one is away all that begins succeeds; of what was in flight, whatever was acknowledged is there. */
async function killOne(
  t: TestContext,
  pair: ServerPair,
  clients: readonly LoadClient[],
  round: number,
): Promise<void> {
  const side: Side = round % 2 === 0 ? 0 : 1;
  const killed = await underLoad(clients, async () => {
    await sleep(3_000);
    await pair.kill(side);
  });
  t.diagnostic(`killed: ${killed.told()}`);
  for (const { client, image, isPushed } of killed.cut) {
    // What is pulled is first removed where it was made.
    if (!isPushed) await client.push(image);
    await client.pull(image);
  }
  const alone = await underLoad(clients, () => sleep(3_000));
  assert.deepEqual(alone.failures, [], 'what begins while one server is away succeeds');
  for (const { client, image } of killed.done) await client.pull(image);
  await pair.start(side);
}

/** Every image that was pushed has one report, and was analyzed for it once. */
async function analyzedOnce(database: string): Promise<void> {
  const client = new Client(database);
  await client.connect();
  const count = async (where: string): Promise<number> => {
    const { rows } = await client.query<{ n: string }>(`select count(*) n from ${where}`);
    return Number(rows[0]?.n);
  };
  try {
    for (let tries = 0; ; tries += 1) {
      const waiting = await count(`analyses where phase <> 'resting'`);
      if (waiting + (await count('push_events')) === 0) break;
      assert.ok(tries < 300, `${waiting} analyses do not end`);
      await sleep(200);
    }
    const all = await count('analyses');
    assert.ok(all > 20, `${all} analyses`);
    assert.equal(await count(`analyses where ending->>'kind' not like 'complete%'`), 0);
    assert.equal(await count('analyses where generation <> 1'), 0);
    assert.equal(await count('analysis_requests where answered_at is null'), 0);
  } finally {
    await client.end();
  }
}

interface Cut {
  readonly client: LoadClient;
  readonly image: Image;
  /** It was its pull that failed. */
  readonly isPushed: boolean;
}

interface Load {
  readonly failures: readonly string[];
  /** What was pushed and pulled, and what failed. */
  readonly done: readonly { readonly client: LoadClient; readonly image: Image }[];
  readonly cut: readonly Cut[];
  pushed(kind: LoadClient['kind']): number;
  told(): string;
}

/** Each client makes, pushes and pulls images, one after the other, until what happens meanwhile is over. */
async function underLoad(
  clients: readonly LoadClient[],
  meanwhile: (load: Load) => Promise<void>,
): Promise<Load> {
  const failures: string[] = [];
  const done: { client: LoadClient; image: Image }[] = [];
  const cut: Cut[] = [];
  const pushed = (kind: LoadClient['kind']): number =>
    done.filter(({ client }) => client.kind === kind).length;
  const kinds = [...new Set(clients.map(({ kind }) => kind))];
  const told = (): string =>
    `${kinds.map((kind) => `${kind} ${pushed(kind)}`).join(', ')}, failed ${failures.length}`;
  const load: Load = { failures, done, cut, pushed, told };
  const state = { isOver: false };
  const work = async (client: LoadClient): Promise<void> => {
    while (!state.isOver) {
      const image = await client.make();
      let isPushed = false;
      try {
        await client.push(image);
        isPushed = true;
        await client.pull(image);
        done.push({ client, image });
      } catch (error) {
        cut.push({ client, image, isPushed });
        failures.push(`${client.kind}: ${String(error)}`);
      }
    }
  };
  const working = clients.map(work);
  try {
    await meanwhile(load);
  } finally {
    state.isOver = true;
    await Promise.all(working);
  }
  return load;
}
