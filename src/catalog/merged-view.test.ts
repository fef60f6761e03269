import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { LayerInventory } from '../model/index.ts';
import { asDiffId, parseDigest } from '../model/index.ts';
import { mergedViewOf } from './merged-view.ts';
import { PathListWriter } from './path-list.ts';

/** One layer of files, whiteouts and opaque folders, by path. */
interface Change {
  readonly files: readonly string[];
  readonly whiteouts: readonly string[];
  readonly opaque: readonly string[];
}

const path = fc
  .array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join('/'));
const change: fc.Arbitrary<Change> = fc.record({
  files: fc.array(path, { maxLength: 5 }).map(withoutFilesBelowFiles),
  whiteouts: fc.array(path, { maxLength: 2 }),
  opaque: fc.array(fc.oneof(path, fc.constant('')), { maxLength: 1 }),
});

test('what survives is what unpacking the layers one after the other leaves', () => {
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 5 }), (changes) => {
      const layers = changes.map(layerOf);
      const view = mergedViewOf(
        layers,
        changes.flatMap(({ files }) => files),
      );
      for (let until = 0; until < changes.length; until++) {
        const survivors = changes
          .slice(0, until + 1)
          .flatMap(({ files }, layer) =>
            files
              .filter((file) => view.survives(layer, file, until))
              .map((file) => `${file} of ${layer}`),
          );
        assert.deepEqual([...new Set(survivors)].toSorted(), unpack(changes.slice(0, until + 1)));
      }
    }),
    { numRuns: 1000, seed: 1 },
  );
});

/** The slow and obvious way: what each path is, and from which layer. */
function unpack(changes: readonly Change[]): string[] {
  const files = new Map<string, number>();
  const removeBelow = (folder: string): void => {
    for (const file of files.keys()) {
      if (folder === '' || file.startsWith(`${folder}/`)) files.delete(file);
    }
  };
  for (const [layer, change] of changes.entries()) {
    for (const folder of change.opaque) removeBelow(folder);
    for (const gone of change.whiteouts) {
      files.delete(gone);
      removeBelow(gone);
    }
    for (const file of change.files) {
      removeBelow(file);
      files.set(file, layer);
      // A folder takes the place of a file above it, as unpacking makes it.
      for (const other of files.keys()) if (file.startsWith(`${other}/`)) files.delete(other);
    }
  }
  return [...files].map(([file, layer]) => `${file} of ${layer}`).toSorted();
}

/** In one layer a path is a file or a folder. */
function withoutFilesBelowFiles(files: readonly string[]): string[] {
  return files.filter((file) => !files.some((other) => file.startsWith(`${other}/`)));
}

function layerOf({ files, whiteouts, opaque }: Change): LayerInventory {
  const digest = parseDigest(`sha256:${'0'.repeat(64)}`);
  assert.ok(digest);
  const paths = new PathListWriter();
  for (const file of files) paths.add(file);
  return {
    digest,
    diffId: asDiffId(digest),
    compressedSize: 0,
    size: 0,
    entries: 0,
    units: [],
    releaseFiles: {},
    whiteouts,
    opaque,
    links: {},
    paths: paths.finish(),
    diagnostics: [],
  };
}
