/**
 * 300 images made at random (seeded), flattened as umoci unpacks them: their file sets are equal.
 * What umoci refuses to unpack (a file for a folder, links in circles) is passed over and counted.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { mergedViewOf } from '../src/catalog/merged-view.ts';
import { layerLines, layerOf, tarEntryOf } from '../src/catalog/tree-samples.contract.ts';
import { type TarEntry, flatten } from '../src/image/index.ts';
import { tarFile, tarHeader, tarOf } from '../src/image/tar-builder.ts';
import { writeLayout } from './layout-of.ts';
import { listingOfFlat, listingOnDisk } from './on-disk.ts';

const WANTED = 300;
const TRIED = 900;
const hasUmoci = spawnSync('umoci', ['--version']).status === 0;
const skip =
  hasUmoci || process.env['CI'] === 'true' ? false : 'umoci is not installed: NOT compared';

test('300 generated images are flattened as umoci unpacks them', { skip }, (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-generated-'));
  try {
    const images = fc
      .sample(fc.array(layerLines, { minLength: 1, maxLength: 4 }), { seed: 7, numRuns: TRIED })
      .map(entriesOf);
    const layout = join(folder, 'layout');
    writeLayout(
      layout,
      images.map((layers, index) => ({ tag: `i${index}`, layers: layers.map(tarOfEntries) })),
    );
    let compared = 0;
    for (const [index, layers] of images.entries()) {
      if (compared === WANTED) break;
      const bundle = join(folder, `bundle${index}`);
      const args = ['unpack', '--rootless', '--image', `${layout}:i${index}`, bundle];
      if (spawnSync('umoci', args).status !== 0) continue;
      compared += 1;
      const expected = listingOnDisk(join(bundle, 'rootfs'));
      const told = JSON.stringify(layers.map((entries) => entries.map(lineOf)));
      assert.deepEqual(listingOfFlat(flatten(layers)), expected, told);
      const files = Object.keys(expected).filter((path) => expected[path]?.startsWith('file'));
      assert.deepEqual(survivors(layers), files.toSorted(), told);
      rmSync(bundle, { recursive: true });
    }
    context.diagnostic(`${compared} images compared with umoci`);
    assert.equal(compared, WANTED);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Each name once in a layer, as the specification demands; each file with a size of its own. */
function entriesOf(layers: readonly (readonly string[])[]): readonly (readonly TarEntry[])[] {
  let size = 0;
  return layers.map((lines) => {
    const entries = new Map(lines.map(tarEntryOf).map((entry) => [entry.path, entry]));
    return [...entries.values()].map((entry) =>
      entry.kind === 'file' ? { ...entry, size: entry.path.includes('.wh.') ? 0 : ++size } : entry,
    );
  });
}

function tarOfEntries(entries: readonly TarEntry[]): Buffer {
  return tarOf(
    ...entries.map(({ kind, name, size, linkName }) => {
      if (kind === 'file') return tarFile(name, 'x'.repeat(size));
      const type = kind === 'directory' ? '5' : kind === 'symlink' ? '2' : '1';
      const mode = [100, kind === 'directory' ? '0000755' : '0000644'] as const;
      return tarHeader({ name, type, link: linkName, patch: [mode] });
    }),
  );
}

function lineOf({ kind, name, linkName }: TarEntry): string {
  return kind === 'symlink' || kind === 'hardlink' ? `${name} ${kind} ${linkName}` : name;
}

/** Paths of the files that the catalog takes to be there. */
function survivors(layers: readonly (readonly TarEntry[])[]): string[] {
  const inventories = layers.map(layerOf);
  const asked = new Map(inventories.map((layer, index) => [layer, layers[index] ?? []]));
  const view = mergedViewOf(
    inventories,
    (layer) => (asked.get(layer) ?? []).map(({ path }) => path),
    40,
  );
  const paths = layers.flatMap((entries, layer) =>
    entries.flatMap(({ path, kind }) => {
      const place = view.placeOf(layer, path);
      const isFile = kind === 'file' || kind === 'hardlink';
      return isFile && place?.goneIn === Infinity ? [place.path] : [];
    }),
  );
  return [...new Set(paths)].toSorted();
}
