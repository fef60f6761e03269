import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { failure, err, ok } from '../base/index.ts';
import type { Failure, Result } from '../base/index.ts';
import { mutatedDocument, mutationTest, outcomeOfResult, pick } from '../mutated.contract.ts';
import { exportSnapshot, layoutFetcher, pullSnapshot } from './bundle.ts';
import type { BlobFetcher } from './bundle.ts';
import { smallMirror, temporaryFolder } from './feeds/mirror.contract.ts';
import { filesBelow } from './feeds/transport.ts';
import { LocalCopies } from './feeds/local-copies.ts';
import { openSnapshot } from './open.ts';
import { databaseStatus } from './status.ts';
import { buildFrom } from './update.ts';

const CLOCK = { now: () => Date.parse('2026-02-03T04:05:06Z') };
const FOLDER = temporaryFolder();
assert.ok((await buildFrom(smallMirror(), { folder: FOLDER, clock: CLOCK })).ok);

/** What is read back of a data folder: the pointer, the manifest, checks, notes of accepted files. */
const FILES: readonly string[] = filesBelow(FOLDER)
  .map(({ path }) => path)
  .filter((path) => !path.startsWith('blobs'));

mutationTest(
  'files of the data folder',
  (random) => {
    const path = pick(FILES, random);
    const good = readFileSync(join(FOLDER, path));
    return { path, good, bytes: mutatedDocument([good.toString()], random) };
  },
  ({ path, good, bytes }) => {
    writeFileSync(join(FOLDER, path), bytes);
    const opened = openSnapshot(FOLDER);
    databaseStatus(FOLDER, CLOCK.now());
    new LocalCopies(FOLDER).find(path.replace(/^feeds\/|\.accepted\.json$/g, ''));
    writeFileSync(join(FOLDER, path), good);
    return outcomeOfResult(opened);
  },
);

const LAYOUT = temporaryFolder();
assert.ok(exportSnapshot(FOLDER, LAYOUT).ok);
const PUBLISHED = layoutFetcher(LAYOUT);
const MANIFEST = await contentOf(PUBLISHED.manifest(''));

mutationTest(
  'artifacts of published snapshots',
  (random) => mutatedDocument([MANIFEST], random),
  async (bytes) => {
    const fetcher: BlobFetcher = {
      manifest: () => Promise.resolve(ok(bytes)),
      blob: (digest, size) =>
        MANIFEST.includes(digest)
          ? PUBLISHED.blob(digest, size)
          : Promise.resolve(err(failure('test.absent', digest))),
    };
    return outcomeOfResult(await pullSnapshot(FOLDER, 'it', fetcher, { clock: CLOCK }));
  },
);

async function contentOf(fetched: Promise<Result<Uint8Array, Failure>>): Promise<string> {
  const content = await fetched;
  assert.ok(content.ok);
  return Buffer.from(content.value).toString();
}
