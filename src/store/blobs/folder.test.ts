import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { parseDigest } from '../../model/index.ts';
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
  const digest = parseDigest(`sha256:${createHash('sha256').update('x').digest('hex')}`);
  assert.ok(digest);
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

async function temporaryFolder(context: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'drydock-blobs-'));
  context.after(() => rm(folder, { recursive: true }));
  return folder;
}
