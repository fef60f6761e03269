import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import {
  digestOf,
  pushImage,
  registryWorld,
} from '../src/registry/registry-under-test.contract.ts';
import { blobFolder } from '../src/store/index.ts';

const run = promisify(execFile);

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
