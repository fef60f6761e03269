import assert from 'node:assert/strict';
import { execFile, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import {
  digestOf,
  pushBlob,
  pushImage,
  registryWorld,
} from '../src/registry/registry-under-test.contract.ts';
import { blobFolder } from '../src/store/index.ts';
import { withoutPrograms } from './support/corpus.ts';

const run = promisify(execFile);

test(
  'a blob is synced, renamed, its folder synced and its record written before 201 is said',
  { skip: withoutPrograms('strace') },
  async (context) => {
    const world = await registryWorld(context);
    const registry = await world.start();
    // The folders of the shard are there, and the connection to the database too.
    const bytes = randomBytes(300_000);
    await pushBlob(registry, 'acme/warm', 'warm');
    const lines = await traced(context, async () => {
      await pushBlob(registry, 'acme/app', bytes);
    });
    const hex = digestOf(bytes).slice('sha256:'.length);
    const find = (pattern: RegExp, after: number): number => {
      const at = lines.findIndex((line, index) => index > after && pattern.test(line));
      assert.ok(
        at > after,
        `no ${pattern} after line ${after}:\n${lines.join('\n').slice(0, 8000)}`,
      );
      return at;
    };
    const synced = find(/fdatasync\(\d+<[^>]*\/uploads\/[^>]*>/, -1);
    const renamed = find(new RegExp(`rename\\w*\\(.*/uploads/.*${hex}`), synced);
    const folder = find(new RegExp(`fsync\\(\\d+<[^>]*/blobs/sha256/${hex.slice(0, 2)}>`), renamed);
    const recorded = find(/insert into repository_blobs/, folder);
    find(/HTTP\/1\.1 201 Created/, recorded);
  },
);

/** System calls of this process while `work` runs, in the order of their ends. */
async function traced(context: TestContext, work: () => Promise<void>): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'drydock-strace-'));
  context.after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'trace');
  const calls = 'trace=fsync,fdatasync,rename,renameat,renameat2,write,writev,sendmsg,sendto';
  const strace = spawn(
    'strace',
    ['-f', '-y', '-s', '600', '-e', calls, '-o', file, '-p', String(process.pid)],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = new Promise((resolve) => strace.once('exit', resolve));
  await new Promise<void>((resolve, reject) => {
    strace.stderr.on('data', (text: Buffer) => {
      if (/attached/.test(text.toString())) resolve();
      if (/Operation not permitted/.test(text.toString())) reject(new Error(text.toString()));
    });
    strace.once('exit', () => resolve());
  });
  await sleep(300);
  await work();
  strace.kill('SIGINT');
  await ended;
  return (await readFile(file, 'utf8')).split('\n').filter((line) => !line.includes('<unfinished'));
}

test('a disk that is full refuses the push, keeps what is there, and takes the push again after', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'drydock-full-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=32m', 'tmpfs', folder]);
  if (mounted.status !== 0) {
    await rm(folder, { recursive: true });
    const why = `mount: ${mounted.stderr?.toString() ?? String(mounted.error)}`;
    assert.notEqual(process.env['CI'], 'true', why);
    context.skip(why);
    return;
  }
  context.after(async () => {
    await run('umount', [folder]);
    await rm(folder, { recursive: true });
  });
  const world = await registryWorld(context);
  const registry = await world.start({
    blobs: blobFolder({ folder: join(folder, 'blobs') }),
    spoolFolder: join(folder, 'uploads'),
  });
  const old = await pushImage(registry, 'acme/app', randomBytes(1_000_000).toString('hex'), {
    tag: 'old',
  });
  const large = randomBytes(20_000_000);
  await writeFile(join(folder, 'filler'), randomBytes(15_000_000));
  const path = `/v2/acme/app/blobs/uploads/?digest=${digestOf(large)}`;
  for (let tries = 0; tries < 3; tries += 1) {
    const refused = await registry.ask('POST', path, { body: large });
    assert.deepEqual([refused.status, refused.code], [507, 'BLOB_UPLOAD_INVALID']);
    assert.deepEqual(await readdir(join(folder, 'uploads')), []);
    const read = await registry.ask('GET', '/v2/acme/app/manifests/old');
    assert.equal(read.body.toString(), old.text);
  }
  await rm(join(folder, 'filler'));
  assert.equal((await registry.ask('POST', path, { body: large })).status, 201);
  const pulled = await registry.ask('GET', `/v2/acme/app/blobs/${digestOf(large)}`);
  assert.equal(digestOf(pulled.body), digestOf(large));
  await registry.close();
});
