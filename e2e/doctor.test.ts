import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { folderTransport, updateFeeds } from '../src/advisories/index.ts';
import { workerProgram } from '../src/main/doctor/analysis-checks.ts';
import type { Check } from '../src/main/doctor/check.ts';
import { CHECKS, diagnose, diagnosisText } from '../src/main/doctor/doctor.ts';
import { disk } from '../src/main/doctor/storage-checks.ts';
import { readServerConfig } from '../src/main/server-config.ts';
import { lockFolder, openDatabase } from '../src/store/index.ts';
import {
  QUIET,
  taken,
  withDatabase,
  withEmptyDatabase,
} from '../src/store/test-database.contract.ts';
import { withoutPrograms } from './support/corpus.ts';
import { scratch } from './support/drydock.ts';

const DRYDOCK = join(import.meta.dirname, '../bin/drydock');
const FEEDS = join(import.meta.dirname, '../../shared/feeds');
const DAY_MS = 24 * 60 * 60_000;

type Environment = Readonly<Record<string, string>>;

interface Asked {
  readonly env?: Environment;
  /** Milliseconds that our clock is ahead. */
  readonly ahead?: number;
  readonly checks?: readonly Check[];
}

/** What is not fine, as the report has it. */
async function troubles(
  data: string,
  { env = {}, ahead = 0, checks }: Asked = {},
): Promise<string> {
  const listen = { DRYDOCK_LISTEN: '127.0.0.1:0' };
  const config = taken(readServerConfig({ DRYDOCK_DATA: data, ...listen, ...env }, false));
  const clock = { now: () => Date.now() + ahead };
  const diagnosed = await diagnose({ config, clock, log: QUIET }, checks);
  return diagnosisText(diagnosed.filter(({ finding }) => finding.kind !== 'fine'));
}

function dataFolder(): string {
  return mkdtempSync(join(scratch, 'data-'));
}

function file(path: string, text: string, mode = 0o600): string {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text, { mode });
  chmodSync(path, mode);
  return path;
}

function certificate(folder: string): Environment {
  const cert = join(folder, 'tls.crt');
  const key = join(folder, 'tls.key');
  const what = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30'.split(' ');
  const whom = ['-subj', '/CN=x', '-addext', 'subjectAltName=DNS:registry.example.com'];
  const made = spawnSync('openssl', [...what, ...whom, '-keyout', key, '-out', cert]);
  assert.equal(made.status, 0, made.stderr.toString());
  return { DRYDOCK_TLS_CERT: cert, DRYDOCK_TLS_KEY: key };
}

test('a sound installation has no problem', async (t) => {
  const { url } = await withDatabase(t);
  const data = dataFolder();
  file(join(data, 'secret.key'), `${Buffer.alloc(32, 1).toString('base64')}\n`);
  const told = await troubles(data, { env: { DRYDOCK_DATABASE_URL: url } });
  assert.doesNotMatch(told, /PROBLEM/);
});

/** Each plants a fault of one kind and says what has to be told of it (F17). */
const FAULTS: Readonly<Record<string, readonly [RegExp, (t: TestContext) => Promise<string>]>> = {
  'the data folder is a file': [
    /PROBLEM  data folder .* is no folder/,
    () => troubles('/dev/null'),
  ],
  'everybody may write to the data folder': [
    /PROBLEM  data folder .* written by everybody/,
    () => {
      const data = dataFolder();
      chmodSync(data, 0o777);
      return troubles(data);
    },
  ],
  'the disk is nearly full': [
    /PROBLEM  disk +0\.5 GiB are left/,
    () => troubles(dataFolder(), { checks: [disk(() => 2 ** 29)] }),
  ],
  'the secret key is gone': [
    /PROBLEM  secret key .* is missing/,
    () => {
      const data = dataFolder();
      file(join(data, 'database', 'cluster', 'PG_VERSION'), '18\n');
      return troubles(data);
    },
  ],
  'everybody may read the secret key': [
    /PROBLEM  secret key .* read by everybody/,
    () => {
      const data = dataFolder();
      file(join(data, 'secret.key'), 'x', 0o644);
      return troubles(data);
    },
  ],
  'the secret key is none': [
    /PROBLEM  secret key .* no key of 32 bytes/,
    () => {
      const data = dataFolder();
      file(join(data, 'secret.key'), 'not a key\n');
      return troubles(data);
    },
  ],
  'the database server is down': [
    /PROBLEM  database .*127\.0\.0\.1:1\/x cannot be reached/,
    () => troubles(dataFolder(), { env: { DRYDOCK_DATABASE_URL: 'postgresql://127.0.0.1:1/x' } }),
  ],
  'the database is of another PostgreSQL': [
    /PROBLEM  database .*PostgreSQL 9, as the database is/,
    () => {
      const data = dataFolder();
      file(join(data, 'database', 'cluster', 'PG_VERSION'), '9\n');
      return troubles(data);
    },
  ],
  'the schema is old': [
    /warning  database .* steps of the schema are to be made: 0010-accounts/,
    async (t) =>
      troubles(dataFolder(), { env: { DRYDOCK_DATABASE_URL: await withEmptyDatabase(t) } }),
  ],
  'the schema is of a newer version': [
    /PROBLEM  database .*newer version \(step 9999-later/,
    async (t) => {
      const { url } = await withDatabase(t);
      const database = taken(await openDatabase({ url, log: QUIET }));
      await database.pool.query(
        `INSERT INTO drydock_migrations (name, digest) VALUES ('9999-later', '')`,
      );
      await database.close();
      return troubles(dataFolder(), { env: { DRYDOCK_DATABASE_URL: url } });
    },
  ],
  'the clocks are apart': [
    /PROBLEM  database +its clock is 60 s from ours/,
    async (t) => {
      const { url } = await withDatabase(t);
      return troubles(dataFolder(), { env: { DRYDOCK_DATABASE_URL: url }, ahead: 60_000 });
    },
  ],
  'blobs cannot be written': [
    /PROBLEM  blobs .*\/dev\/null\/blobs cannot be made/,
    () => troubles(dataFolder(), { env: { DRYDOCK_BLOBS: '/dev/null/blobs' } }),
  ],
  'the port is taken': [
    /PROBLEM  port .* cannot be listened on: EADDRINUSE/,
    async (t) => {
      const other = createServer();
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
      t.after(() => other.close());
      const address = other.address();
      assert.ok(typeof address === 'object' && address);
      return troubles(dataFolder(), { env: { DRYDOCK_LISTEN: `127.0.0.1:${address.port}` } });
    },
  ],
  'the certificate has ended': [
    /PROBLEM  certificate +it ended on \d{4}-\d\d-\d\d/,
    () => {
      const data = dataFolder();
      return troubles(data, { env: certificate(data), ahead: 40 * DAY_MS });
    },
  ],
  'the key is of another certificate': [
    /PROBLEM  certificate .*DRYDOCK_TLS_KEY is '[^']+': not the key of/,
    () => {
      const [one, other] = [certificate(dataFolder()), certificate(dataFolder())];
      const env = { ...one, DRYDOCK_TLS_KEY: other['DRYDOCK_TLS_KEY'] ?? '' };
      return troubles(dataFolder(), { env });
    },
  ],
  'the certificate is for another name': [
    /PROBLEM  certificate +it is for DNS:registry\.example\.com, and DRYDOCK_URL is https:\/\/other/,
    () => {
      const data = dataFolder();
      return troubles(data, {
        env: { ...certificate(data), DRYDOCK_URL: 'https://other.example.com' },
      });
    },
  ],
  'the address says TLS, which nobody speaks': [
    /warning  address .*the server speaks no TLS/,
    () => troubles(dataFolder(), { env: { DRYDOCK_URL: 'https://registry.example.com' } }),
  ],
  'the address leads elsewhere': [
    /PROBLEM  address +http:\/\/127\.0\.0\.1:1 does not lead here/,
    async (t) => {
      const data = dataFolder();
      const lock = taken(lockFolder(data));
      t.after(() => lock.release());
      return troubles(data, { env: { DRYDOCK_URL: 'http://127.0.0.1:1' } });
    },
  ],
  'the server runs without its database': [
    /PROBLEM  database +the server runs and its database does not/,
    async (t) => {
      const data = dataFolder();
      const lock = taken(lockFolder(data));
      t.after(() => lock.release());
      return troubles(data);
    },
  ],
  'the program of the workers is missing': [
    /PROBLEM  workers +\/nowhere\/worker\.js is missing/,
    () => troubles(dataFolder(), { checks: [workerProgram(() => ['/nowhere/worker.js'])] }),
  ],
  'no feed was ever fetched': [
    /warning  advisories +nothing was fetched yet/,
    () => troubles(dataFolder()),
  ],
  'feeds are stale': [
    /PROBLEM  advisories +kev was fetched last at /,
    async () => troubles(await withFeed(), { ahead: 5 * DAY_MS }),
  ],
  'the snapshot is damaged': [
    /PROBLEM  advisories .*bytes have another digest/,
    async () => {
      const data = await withFeed();
      const folder = join(data, 'advisories');
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        const path = join(folder, name);
        if (statSync(path).isFile() && /[0-9a-f]{64}/.test(name)) writeFileSync(path, 'damaged');
      }
      return troubles(data);
    },
  ],
};

/** A data folder with a small feed, fetched now. */
async function withFeed(): Promise<string> {
  const data = dataFolder();
  const folder = join(data, 'advisories');
  const clock = { now: () => Date.now() };
  taken(await updateFeeds({ folder, feeds: ['kev'], transport: folderTransport(FEEDS), clock }));
  return data;
}

for (const [fault, [told, plant]] of Object.entries(FAULTS)) {
  test(`doctor finds: ${fault}`, { skip: withoutPrograms('openssl') }, async (t) => {
    assert.match(await plant(t), told);
  });
}

function examined(env: Environment): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [DRYDOCK, 'doctor'], {
    env: { HOME: scratch, DRYDOCK_LISTEN: '127.0.0.1:0', ...env },
    encoding: 'utf8',
  });
}

test('the command ends with 1 where there is a problem, and names an unknown setting', () => {
  const sound = examined({ DRYDOCK_DATA: dataFolder(), PATH: '/nowhere' });
  assert.equal(sound.status, 0, sound.stdout + sound.stderr);
  // Without a PATH there is no unshare either.
  assert.match(sound.stdout, /warning  sandbox +no-netns/);
  const sick = examined({ DRYDOCK_DATA: '/dev/null' });
  assert.equal(sick.status, 1);
  assert.match(sick.stdout, /PROBLEM  data folder/);
  const slip = examined({ DRYDOCK_DATA: dataFolder(), DRYDOCK_LISTN: 'x' });
  assert.equal(slip.status, 1);
  assert.match(slip.stderr, /DRYDOCK_LISTN is no setting/);
});

test('every check has a fault that it finds', () => {
  const names = Object.values(FAULTS).map(([told]) => told.source);
  for (const { name } of CHECKS.filter((check) => check.name !== 'sandbox')) {
    assert.ok(
      names.some((source) => source.includes(`  ${name}`)),
      name,
    );
  }
  assert.ok(names.length >= 15);
});
