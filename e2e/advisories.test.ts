import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { openSnapshot } from '../src/advisories/index.ts';
import { shardsOf } from '../src/advisories/snapshot/manifest.ts';
import { SnapshotStore } from '../src/advisories/snapshot/store.ts';
import { arrayOf, recordOf } from '../src/base/index.ts';
import { withoutPrograms } from './support/corpus.ts';
import { scratch } from './support/drydock.ts';
import { startFeedMirror } from './support/feed-mirror.ts';
import { startRegistry } from './support/registry.ts';

const DRYDOCK = join(import.meta.dirname, '../bin/drydock');
const FEEDS = join(import.meta.dirname, '../../shared/feeds');
const OLDER = join(FEEDS, 'snapshots', '2026-06-01');

/** A published snapshot, with its manifests: what a first run downloads at most. */
const PUBLISHED_BYTES = 25_000_000;

const isThere = existsSync(FEEDS) || process.env['CI'] === 'true';
const skip = isThere ? false : `SKIPPED: the recorded feeds are not at ${FEEDS}`;

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

type Settings = Readonly<Record<`DRYDOCK_${string}`, string>>;

/** Nothing of this process's environment but PATH, so that no proxy or mirror of its own is used. */
function start(args: readonly string[], settings: Settings): ChildProcess {
  const env = { PATH: process.env['PATH'] ?? '', HOME: scratch, ...settings };
  return spawn(DRYDOCK, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
}

async function run(args: readonly string[], settings: Settings): Promise<Ran> {
  const child = start(args, settings);
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return { code: await ended(child), stdout, stderr };
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
}

async function succeed(args: readonly string[], settings: Settings): Promise<string> {
  const { code, stdout, stderr } = await run(args, settings);
  assert.equal(code, 0, `${args.join(' ')}\n${stdout}${stderr}`);
  return stdout;
}

function folder(): string {
  return mkdtempSync(join(scratch, 'advisories-'));
}

/** Debian 12 with packages of it and of npm, as a folder: what is in it is typed here. */
function smallRoot(): string {
  const root = folder();
  const packages = {
    bash: '5.2.15-2+b2',
    curl: '7.88.1-10',
    openssl: '3.0.9-1',
    zlib1g: '1:1.2.13',
  };
  const stanzas = Object.entries(packages).map(
    ([name, version]) =>
      `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\n`,
  );
  const modules = { lodash: '4.17.15', minimist: '1.2.0' };
  const files = {
    'etc/os-release': 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n',
    'var/lib/dpkg/status': stanzas.join('\n'),
    ...Object.fromEntries(
      Object.entries(modules).map(([name, version]) => [
        `app/node_modules/${name}/package.json`,
        JSON.stringify({ name, version }),
      ]),
    ),
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return `fs://${root}`;
}

/** What a report says but for when it was made: findings, each as text. */
async function findingsOf(image: string, settings: Settings): Promise<readonly string[]> {
  const text = await succeed(['cves', image, '--format', 'json'], settings);
  const findings = arrayOf(recordOf(JSON.parse(text))['findings']);
  return findings.map((finding) => JSON.stringify(finding));
}

function sizeOf(path: string): number {
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

test(
  'all recorded feeds, built, published in a registry and pulled: 25 MB, and the same findings',
  { skip: skip || withoutPrograms('docker-registry', 'skopeo') },
  async (context) => {
    const [built, layout, pulled] = [folder(), folder(), folder()];
    const image = smallRoot();
    await succeed(['db', 'build', '--from', FEEDS], { DRYDOCK_DATA: built });
    await succeed(['db', 'export', layout], { DRYDOCK_DATA: built });
    context.diagnostic(`published: ${sizeOf(layout)} bytes`);
    assert.ok(sizeOf(layout) <= PUBLISHED_BYTES, `${sizeOf(layout)} bytes`);
    const registry = await startRegistry();
    try {
      const name = `${registry.host}/drydock/advisories:latest`;
      const target = ['--dest-tls-verify=false', `oci:${layout}:latest`, `docker://${name}`];
      // Not synchronous: the registry's words must be read meanwhile, or it waits for ever.
      await promisify(execFile)('skopeo', ['copy', '--quiet', '--insecure-policy', ...target]);
      await succeed(['db', 'pull', `oci://${name}`], { DRYDOCK_DATA: pulled });
    } finally {
      await registry.stop();
    }
    const offline = { DRYDOCK_OFFLINE: 'true' };
    const expected = await findingsOf(image, { ...offline, DRYDOCK_DATA: built });
    assert.ok(expected.length > 20, `${expected.length} findings`);
    assert.deepEqual(await findingsOf(image, { ...offline, DRYDOCK_DATA: pulled }), expected);
    const started = performance.now();
    await succeed(['explain', image, 'CVE-2023-38545'], { ...offline, DRYDOCK_DATA: pulled });
    context.diagnostic(`explain: ${(performance.now() - started).toFixed(0)} ms`);
  },
);

test(
  'a first run fetches what the image needs and no more, the second nothing, offline nothing',
  { skip },
  async () => {
    const image = smallRoot();
    const mirror = await startFeedMirror(FEEDS);
    const settings = { DRYDOCK_DATA: folder(), DRYDOCK_FEEDS: mirror.url };
    const asked = (): readonly string[] => mirror.log.splice(0).toSorted();
    try {
      await succeed(['cves', image, '--offline'], settings);
      assert.deepEqual(asked(), []);
      await succeed(['db', 'update'], settings);
      assert.ok(asked().every((line) => /^\d+ (?:kev|epss|endoflife)\//.test(line)));
      await succeed(['cves', image, '--offline'], settings);
      assert.deepEqual(asked(), []);
      const first = await findingsOf(image, settings);
      assert.deepEqual(asked(), [
        '200 debian-security-tracker/tracker/data/json',
        '200 osv/npm/all.zip',
        '200 osv/npm/modified_id.csv',
      ]);
      assert.deepEqual(await findingsOf(image, settings), first);
      assert.deepEqual(asked(), []);
      await succeed(['db', 'update'], settings);
      const again = asked().filter((line) => !/ endoflife\//.test(line));
      assert.deepEqual(again, [
        '304 debian-security-tracker/tracker/data/json',
        '304 epss/epss_scores-current.csv.gz',
        '304 kev/known_exploited_vulnerabilities.json',
        '304 osv/npm/modified_id.csv',
      ]);
    } finally {
      mirror.stop();
    }
  },
);

test(
  'of a newer state the changed records are fetched one by one, or the archive where they are many',
  { skip },
  async () => {
    const mirror = await startFeedMirror(OLDER, FEEDS);
    const settings = { DRYDOCK_DATA: folder(), DRYDOCK_FEEDS: mirror.url };
    const update = ['db', 'update', 'osv/Go', 'osv/AlmaLinux'];
    try {
      await succeed(update, settings);
      mirror.serve(FEEDS);
      mirror.log.length = 0;
      await succeed(update, settings);
      const osv = mirror.log.filter((line) => line.includes(' osv/'));
      const single = osv.filter((line) => /^200 osv\/AlmaLinux\/AL.*\.json$/.test(line));
      // 656 new and 2 changed ones of AlmaLinux; 1,157 new ones of Go are more than 1,000.
      assert.equal(single.length, 658);
      assert.deepEqual(osv.filter((line) => !single.includes(line)).toSorted(), [
        '200 osv/AlmaLinux/modified_id.csv',
        '200 osv/Go/all.zip',
        '200 osv/Go/modified_id.csv',
      ]);
      const fresh = { DRYDOCK_DATA: folder(), DRYDOCK_FEEDS: FEEDS };
      await succeed(update, fresh);
      assert.deepEqual(recordsOf(settings.DRYDOCK_DATA), recordsOf(fresh.DRYDOCK_DATA));
    } finally {
      mirror.stop();
    }
  },
);

/** Records of each feed of the active snapshot. */
function recordsOf(data: string): readonly (readonly [string, number])[] {
  const active = new SnapshotStore(data).active();
  assert.ok(active.ok && active.value);
  return active.value.manifest.feeds.map(({ name, records }) => [name, records] as const);
}

/** What a snapshot holds, whenever it was made; fails of one that is not whole. */
function contentOf(data: string): string {
  const store = new SnapshotStore(data);
  const active = store.active();
  assert.ok(active.ok && active.value, JSON.stringify(active));
  const shards = shardsOf(active.value.manifest).map(({ digest }) => digest);
  for (const digest of shards) assert.ok(store.read(digest).ok, digest);
  const opened = openSnapshot(data);
  assert.ok(opened.ok && opened.value);
  const prepared = opened.value.prepare(opened.value.namespaces());
  assert.ok(prepared.ok);
  return shards.toSorted().join('\n');
}

const UPDATE = ['db', 'update', 'alpine-secdb/edge', 'osv/Go'];
const KILLS = 20;

/** https://en.wikipedia.org/wiki/Linear_congruential_generator, for the same moments every time. */
function momentsUpTo(milliseconds: number): readonly number[] {
  let state = 20_260_601;
  return Array.from({ length: KILLS }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state / 2 ** 32) * milliseconds;
  });
}

test(
  'an update killed at any moment leaves the old snapshot or the new, and the next one works',
  { skip },
  async (context) => {
    const [old, renewed] = [folder(), folder()];
    await succeed(UPDATE, { DRYDOCK_DATA: old, DRYDOCK_FEEDS: `${OLDER},${FEEDS}` });
    cpSync(old, renewed, { recursive: true });
    const started = performance.now();
    await succeed(UPDATE, { DRYDOCK_DATA: renewed, DRYDOCK_FEEDS: FEEDS });
    const took = performance.now() - started;
    const states = new Map([
      [contentOf(old), 'old'],
      [contentOf(renewed), 'new'],
    ]);
    assert.equal(states.size, 2);
    const seen: (string | undefined)[] = [];
    const data = folder();
    for (const moment of momentsUpTo(took * 2)) {
      rmSync(data, { recursive: true });
      cpSync(old, data, { recursive: true });
      const child = start(UPDATE, { DRYDOCK_DATA: data, DRYDOCK_FEEDS: FEEDS });
      const end = ended(child);
      await Promise.race([sleep(moment), end]);
      // The launcher and what it started: a group of their own.
      if (child.exitCode === null && child.pid) process.kill(-child.pid, 'SIGKILL');
      await end;
      const state = states.get(contentOf(data));
      assert.ok(state, `killed after ${moment.toFixed(0)} ms: a mixture`);
      seen.push(state);
    }
    const olds = seen.filter((state) => state === 'old').length;
    context.diagnostic(`killed within ${took.toFixed(0)} ms: ${olds} old, ${KILLS - olds} new`);
    assert.ok(olds > 0, 'no kill came before the end');
    await succeed(UPDATE, { DRYDOCK_DATA: data, DRYDOCK_FEEDS: FEEDS });
    assert.equal(states.get(contentOf(data)), 'new');
  },
);

test('two updates at once end in one whole snapshot', { skip }, async () => {
  const data = folder();
  const settings = { DRYDOCK_DATA: data, DRYDOCK_FEEDS: FEEDS };
  await Promise.all([
    succeed(['db', 'update', 'alpine-secdb/edge'], settings),
    succeed(['db', 'update', 'osv/crates.io'], settings),
  ]);
  assert.ok(contentOf(data));
  const names = recordsOf(data).map(([name]) => name);
  const expected = ['alpine-secdb/edge', 'endoflife', 'epss', 'kev', 'osv/crates.io'];
  assert.deepEqual(names, expected);
});
