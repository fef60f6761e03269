import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { sharedBlocks } from './blocks.ts';
import { openSpool, SpoolThread } from './index.ts';

async function setting(
  context: TestContext,
): Promise<{ readonly folder: string; readonly thread: SpoolThread }> {
  const folder = await mkdtemp(join(tmpdir(), 'drydock-spool-'));
  const thread = new SpoolThread();
  context.after(async () => {
    await thread.close();
    await rm(folder, { recursive: true });
  });
  return { folder, thread };
}

test('bytes of any number, in pieces of any size, are written and digested', async (context) => {
  const { folder, thread } = await setting(context);
  for (const [size, piece] of [
    [0, 1],
    [131_072, 1000],
    [131_073, 131_073],
    [1_048_576, 65_536],
    [3_000_001, 1_700_000],
  ] as const) {
    const bytes = randomBytes(size);
    const path = join(folder, String(size));
    let grown = 0;
    const spool = await openSpool(path, 'sha256', thread, (now) => {
      assert.ok(now > grown);
      grown = now;
    });
    for (let at = 0; at < size; at += piece) await spool.append(bytes.subarray(at, at + piece));
    await spool.flush();
    assert.deepEqual([spool.size, grown], [size, size]);
    for (const algorithm of ['sha256', 'sha512'] as const) {
      const expected = createHash(algorithm).update(bytes).digest('hex');
      assert.equal(await spool.digest(algorithm), expected);
    }
    await spool.close();
    assert.ok((await readFile(path)).equals(bytes));
  }
});

test(
  'a write that fails is told, however it was made',
  { skip: !existsSync('/dev/full') && 'no /dev/full here' },
  async (context) => {
    const { thread } = await setting(context);
    for (const size of [100, 200_000, 20_000_000]) {
      const spool = await openSpool('/dev/full', 'sha256', thread, () => undefined);
      const fill = async (): Promise<void> => {
        for (let at = 0; at < size; at += 100_000) {
          await spool.append(Buffer.alloc(Math.min(size, 100_000)));
        }
        await spool.flush();
      };
      await assert.rejects(fill, { code: 'ENOSPC' });
      await spool.close();
    }
  },
);

test('an upload has more memory only while others leave it room', () => {
  const blocks = sharedBlocks();
  const greedy = Array.from({ length: 16 }, (_, waiting) => blocks.take(waiting));
  assert.ok(greedy.every((block) => block !== undefined));
  assert.equal(blocks.take(16), undefined);
  for (let upload = 0; upload < 56; upload += 1) for (const waiting of [0, 1]) blocks.take(waiting);
  assert.equal(blocks.take(2), undefined, 'all together have enough');
  assert.ok(blocks.take(1), 'two are sure');
  for (const block of greedy) if (block) blocks.give(block);
  assert.ok(blocks.take(2));
});
