import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Analyzer, createAnalyzer } from '../src/analyzer/index.ts';
import { DEFAULT_LIMITS, arrayOf, recordOf } from '../src/base/index.ts';
import type { Failure, Result } from '../src/base/index.ts';
import type { Inventory } from '../src/model/index.ts';
import { openImage } from '../src/sources/index.ts';

/** A folder with `<name>/oci` in it: ../shared/images/README.md says how to make it. */
export const CORPUS: string = process.env['TEST_CORPUS'] ?? '';

/** Why there is nothing to compare with; in CI there has to be. */
export const noCorpus: string | false =
  existsSync(CORPUS) || process.env['CI'] === 'true'
    ? false
    : 'TEST_CORPUS names no folder of images: counts are NOT compared';

/** Names of the images that are there. */
export function corpusImages(): string[] {
  return readdirSync(CORPUS).filter((name) => existsSync(join(CORPUS, name, 'oci/index.json')));
}

/** What an image of a layout holds, as the command line would find it. Closes the analyzer. */
export async function inventoryOf(
  layout: string,
  analyzer: Analyzer = createAnalyzer({ limits: DEFAULT_LIMITS, clock: { now: () => 0 } }),
): Promise<Result<Inventory, Failure>> {
  try {
    const opened = await openImage(layout, {
      limits: DEFAULT_LIMITS,
      defaultPlatform: 'linux/amd64',
      passLayer: (key, chunks) => analyzer.passLayer(key, chunks),
      standardInput: () => process.stdin,
      registry: {
        environment: {},
        plainHttp: [],
        attempts: 1,
        idleTimeout: 1000,
        sleep: () => Promise.resolve(),
        random: () => 0,
      },
    });
    if (!opened.ok) return opened;
    if (opened.value.kind === 'sbom') throw new Error(`${layout} is an SBOM`);
    const inventory = await analyzer.inventoryOf(opened.value.image);
    await opened.value.image.close();
    return inventory;
  } finally {
    await analyzer.close();
  }
}

/** Unpacks what matches from an image's layers with GNU tar, the lowest first, into a folder. */
export function extract(layout: string, wildcards: readonly string[], root: string): void {
  for (const blob of layerBlobs(layout)) {
    const start = spawnSync('head', ['-c', '2', blob]).stdout.toString('hex');
    const inflater = { '1f8b': 'gzip -dc', '28b5': 'zstd -dc', '502a': 'zstd -dc' }[start] ?? 'cat';
    const names = wildcards.flatMap((name) => [`'${name}'`, `'./${name}'`]).join(' ');
    const tar = `tar x --no-same-owner --wildcards -C '${root}' ${names}`;
    // It complains of what a layer does not have.
    spawnSync('sh', ['-c', `${inflater} < '${blob}' | ${tar} 2>/dev/null`]);
  }
}

function layerBlobs(layout: string): string[] {
  const read = (path: string) => recordOf(JSON.parse(readFileSync(join(layout, path), 'utf8')));
  let document = read('index.json');
  while (document['manifests'] !== undefined) {
    const all = arrayOf(document['manifests']).map(recordOf);
    const amd64 = all.find((one) => recordOf(one['platform'])['architecture'] === 'amd64');
    document = read(blobOf(recordOf(amd64 ?? all[0])));
  }
  return arrayOf(document['layers']).map((layer) => join(layout, blobOf(recordOf(layer))));
}

function blobOf(descriptor: Readonly<Record<string, unknown>>): string {
  return join('blobs', ...String(descriptor['digest']).split(':'));
}
