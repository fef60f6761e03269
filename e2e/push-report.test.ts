/**
 * What a server says of a pushed image is what the command line says of the same image and snapshot,
 * byte for byte.
 */
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { recordOf } from '../src/base/index.ts';
import { layoutOf, withoutCorpus, withoutPrograms } from './support/corpus.ts';
import { drydock, scratch } from './support/drydock.ts';
import { startRegistryWithAccount } from './support/registry-account.ts';
import { runProgram, succeed } from './support/run-program.ts';
import { type Session, signIn } from './support/session.ts';

const FEEDS = process.env['TEST_FEEDS'] ?? join(import.meta.dirname, '../../shared/feeds');
const DRYDOCK = join(import.meta.dirname, '../bin/drydock');
const skip = withoutCorpus || withoutPrograms('skopeo');

test('a pushed image has the report of the command line, byte for byte', { skip }, async (t) => {
  const account = await startRegistryWithAccount({ DRYDOCK_FEEDS: neededFeeds() });
  t.after(() => account.stop());
  const { host, user, password, server } = account;
  const session = await signIn(account);
  await firstFeedsOf(session);
  const folder = mkdtempSync(join(scratch, 'auth-'));
  const auth = join(folder, 'config.json');
  const login = ['--tls-verify=false', '--authfile', auth, '-u', user, '-p', password, host];
  await runProgram('skopeo', ['login', ...login]);
  const app = `/repositories/${user}/app`;
  const { folder: layout, skopeo } = layoutOf('small-node');
  const target = (tag: string): string => `docker://${host}/${user}/app:${tag}`;
  const copy = ['copy', '-q', '--dest-tls-verify=false', '--authfile', auth, skopeo];
  await runProgram('skopeo', [...copy, target('off')]);
  await session.ask('PUT', `${app}/activation`, {});
  await runProgram('skopeo', [...copy, target('1')]);
  await reported(session, `${app}/images/1/analysis`);

  // By the server's advisories, in a folder that has none: only what is needed comes along.
  const own = mkdtempSync(join(folder, 'own-'));
  const signedIn = { env: { DRYDOCK_DATA: own, DOCKER_CONFIG: folder, DRYDOCK_FEEDS: '' } };
  const loginArgs = ['login', host, '-u', user, '--password-stdin'];
  await succeed(DRYDOCK, loginArgs, { ...signedIn, input: `${password}\n` });
  for (const format of ['json', 'cyclonedx', 'html']) {
    const there = await session.text('GET', `${app}/images/1/export?format=${format}`);
    const args = ['cves', `${host}/${user}/app:1`, '--local', '--format', format];
    const here = await succeed(DRYDOCK, args, signedIn);
    assert.ok(there === here, `${format}: ${firstDifference(there, here)}`);
  }
  assert.ok(!existsSync(join(own, 'active')), 'the snapshot that is active here stays');
  const [folderOfServer = ''] = readdirSync(join(own, 'servers'));
  const fetched = shards(join(own, 'servers', folderOfServer));
  const all = shards(join(server?.data ?? '', 'advisories'));
  assert.ok(fetched > 1 && fetched < all, `${fetched} parts of ${all}`);

  // The same advisories, in a folder of the command line's own.
  const data = join(folder, 'data');
  cpSync(join(server?.data ?? '', 'advisories'), data, { recursive: true });
  const env = { DRYDOCK_DATA: data, DOCKER_CONFIG: folder };
  for (const format of ['json', 'sarif', 'cyclonedx', 'spdx', 'csv', 'markdown', 'html']) {
    const there = await session.text('GET', `${app}/images/1/export?format=${format}`);
    const here = await drydock(['cves', `${host}/${user}/app:1`, '--format', format], { env });
    assert.equal(here.code, 0, here.stderr);
    assert.ok(there === here.stdout, `${format}: ${firstDifference(there, here.stdout)}`);
  }
  const archive = await drydock(['cves', `oci-dir://${layout}`, '--format', 'json'], { env });
  const there = await session.text('GET', `${app}/images/1/export?format=json`);
  assert.deepEqual(withoutPlace(archive.stdout), withoutPlace(there));
});

function shards(data: string): number {
  return readdirSync(join(data, 'blobs/sha256')).length;
}

/** What small-node and its like need: all comes with the first snapshot, so that no newer one follows. */
function neededFeeds(): string {
  const mirror = mkdtempSync(join(scratch, 'feeds-'));
  for (const feed of ['osv/npm', 'debian-security-tracker', 'kev', 'epss']) {
    mkdirSync(join(mirror, feed), { recursive: true });
    for (const file of readdirSync(join(FEEDS, feed))) {
      symlinkSync(join(FEEDS, feed, file), join(mirror, feed, file));
    }
  }
  return mirror;
}

/** The first snapshot of them. */
async function firstFeedsOf(session: Session): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const snapshot = await session.ask('GET', '/advisories');
    if (snapshot['isStarter'] === false && snapshot['progress'] === undefined) return;
    await sleep(500);
  }
  assert.fail('the first feeds do not come');
}

async function reported(session: Session, path: string): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const { kind } = recordOf((await session.ask('GET', path))['state']);
    if (String(kind).startsWith('complete')) return;
    await sleep(50);
  }
  assert.fail('the analysis does not end');
}

/** Of an image's report all but where it was read. */
function withoutPlace(text: string): unknown {
  const report = recordOf(JSON.parse(text));
  const { reference, kind, ...image } = recordOf(report['image']);
  assert.ok(reference && kind);
  return { ...report, image };
}

function firstDifference(a: string, b: string): string {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  const [start, end] = [Math.max(0, at - 80), at + 80];
  return `${a.slice(start, end)} <> ${b.slice(start, end)}`;
}
