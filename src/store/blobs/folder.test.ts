import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { chmod, mkdir, mkdtemp, open, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { parseDigest } from '../../model/index.ts';
import type { Digest } from '../../model/index.ts';
import { blobStoreTests } from './blob-store.contract.ts';
import { blobFolder } from './folder.ts';

blobStoreTests('a folder', async (context) => {
  const root = await temporaryFolder(context);
  const spool = join(root, 'spool');
  await mkdir(spool);
  return { blobs: blobFolder({ folder: join(root, 'data', 'blobs') }), spool };
});

test('a folder says which file a blob is, or under which path nginx serves it', async (context) => {
  const folder = await temporaryFolder(context);
  const digest = digestOf('x');
  const relative = `sha256/${digest.slice(7, 9)}/${digest.slice(7)}`;
  assert.deepEqual(await blobFolder({ folder }).direct(digest), {
    kind: 'file',
    path: join(folder, relative),
  });
  assert.deepEqual(await blobFolder({ folder, internalPath: '/blobs' }).direct(digest), {
    kind: 'internal',
    path: `/blobs/${relative}`,
  });
});

test('what the folder cannot tell is thrown, not taken for missing', async (context) => {
  const root = await temporaryFolder(context);
  const digest = parseDigest(`sha256:${'a'.repeat(64)}`);
  assert.ok(digest);
  // A file where a folder should be: no answer about what is inside.
  await mkdir(join(root, 'sha256'));
  await writeFile(join(root, 'sha256', 'aa'), '');
  await chmod(join(root, 'sha256', 'aa'), 0o600);
  const blobs = blobFolder({ folder: root });
  await assert.rejects(blobs.sizeOf(digest), { code: 'ENOTDIR' });
  await assert.rejects(blobs.open(digest), { code: 'ENOTDIR' });
  await assert.rejects(Array.fromAsync(blobs.list()), { code: 'ENOTDIR' });
});

test(
  'of two first blobs of a shard none is kept before the folder above is synced',
  { skip: existsSync('/proc/self/fd') ? false : 'SKIPPED: no way to tell what is synced' },
  async (context) => {
    const root = await temporaryFolder(context);
    const order: string[] = [];
    const handle = await open(root);
    const files: FileHandle = Object.getPrototypeOf(handle);
    await handle.close();
    context.mock.method(files, 'sync', async function (this: FileHandle) {
      const path = await readlink(`/proc/self/fd/${this.fd}`);
      // Long enough for the other to come first, if it did not wait.
      if (path.endsWith('/sha256')) await setTimeout(300);
      await this.datasync();
      order.push(path.slice(root.length));
    });
    const blobs = blobFolder({ folder: join(root, 'blobs') });
    const keep = async (text: string): Promise<void> => {
      const file = join(root, text);
      await writeFile(file, text);
      await blobs.keep(digestOf(text), file, text.length);
      order.push('kept');
    };
    await Promise.all(inOneShard().map(keep));
    const [above, ...after] = order.slice(order.indexOf('/blobs/sha256'));
    assert.ok(above !== undefined && !order.slice(0, order.indexOf(above)).includes('kept'));
    assert.equal(after.filter((one) => one === 'kept').length, 2);
  },
);

/** Two texts whose digests begin with the same two digits. */
function inOneShard(): [string, string] {
  const seen = new Map<string, string>();
  for (let at = 0; ; at += 1) {
    const text = `text ${at}`;
    const shard = digestOf(text).slice(7, 9);
    const other = seen.get(shard);
    if (other !== undefined) return [other, text];
    seen.set(shard, text);
  }
}

function digestOf(text: string): Digest {
  return (
    parseDigest(`sha256:${createHash('sha256').update(text).digest('hex')}`) ?? assert.fail(text)
  );
}

async function temporaryFolder(context: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'drydock-blobs-'));
  context.after(() => rm(folder, { recursive: true }));
  return folder;
}
