/**
 * Prints what is in an image, as the catalogers find it: one package a line, parted by tabs
 * (ecosystem, name, version, architecture, cataloger, evidence, layer, owner, locations).
 *
 *   node tools/inventory.ts FOLDER          an OCI layout
 *   node tools/inventory.ts FOLDER --json   the whole inventory
 *   node tools/inventory.ts FOLDER --count  packages by ecosystem: rows, and distinct name@version
 *
 * Diagnostics go to standard error.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { DEFAULT_LIMITS, arrayOf, isRecord, recordOf, stringOf } from '../src/base/index.ts';
import { CATALOGERS, LayerCatalog, compileSelectors, squash } from '../src/catalog/index.ts';
import type { Selectors } from '../src/catalog/index.ts';
import { TarWalker } from '../src/image/index.ts';
import { asDiffId, parseDigest } from '../src/model/index.ts';
import type { Inventory, LayerInventory } from '../src/model/index.ts';

const RELEASE_PATHS = new Set(['etc/os-release', 'usr/lib/os-release']);
const CHUNK = 256 * 1024;

async function main(folder: string, format: string | undefined): Promise<void> {
  const selectors = compileSelectors(CATALOGERS);
  const layers: LayerInventory[] = [];
  for (const descriptor of layersOf(folder)) {
    layers.push(await catalogBlob(folder, descriptor, selectors));
  }
  const inventory = squash({ layers, config: { history: [] }, selectors, limits: DEFAULT_LIMITS });
  if (format === '--json') console.log(JSON.stringify(inventory, undefined, 2));
  else if (format === '--count') printCounts(inventory);
  else printRows(inventory);
  for (const { severity, code, message, path } of inventory.diagnostics) {
    console.error(`${severity} ${code} ${path ?? ''}: ${message}`);
  }
}

function printRows({ packages }: Inventory): void {
  for (const { package: pkg, foundBy, introducedIn, ownedBy } of packages) {
    const owner = ownedBy === undefined ? '' : packages[ownedBy]?.package.name;
    const { ecosystem, name, version, architecture = '', evidence, locations } = pkg;
    const cells = [ecosystem, name, version, architecture, foundBy, evidence, introducedIn, owner];
    console.log([...cells, locations.join(' ')].join('\t'));
  }
}

function printCounts({ packages }: Inventory): void {
  const rows = Object.groupBy(packages, ({ package: { ecosystem } }) => ecosystem);
  for (const [ecosystem, all = []] of Object.entries(rows)) {
    const names = new Set(all.map(({ package: { name, version } }) => `${name}@${version}`));
    const owned = all.filter(({ ownedBy }) => ownedBy !== undefined).length;
    console.log([ecosystem, all.length, names.size, `${owned} owned`].join('\t'));
  }
}

/** The layers of the first image of this machine's architecture, lowest first. */
function layersOf(folder: string): Readonly<Record<string, unknown>>[] {
  let document: unknown = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'));
  while (isRecord(document) && Array.isArray(document['manifests'])) {
    const images = arrayOf(document['manifests'])
      .map(recordOf)
      .filter((one) => recordOf(one['annotations'])['vnd.docker.reference.type'] === undefined);
    const own = images.find((one) => recordOf(one['platform'])['architecture'] === 'amd64');
    document = JSON.parse(blob(folder, own ?? recordOf(images[0])).toString());
  }
  return arrayOf(recordOf(document)['layers']).map(recordOf);
}

function blob(folder: string, descriptor: Readonly<Record<string, unknown>>): Buffer {
  const digest = stringOf(descriptor['digest']) ?? '';
  return readFileSync(join(folder, 'blobs', ...digest.split(':')));
}

async function catalogBlob(
  folder: string,
  descriptor: Readonly<Record<string, unknown>>,
  selectors: Selectors,
): Promise<LayerInventory> {
  const stored = blob(folder, descriptor);
  const tar = inflate(stored);
  const options = { selectors, limits: DEFAULT_LIMITS, releasePaths: RELEASE_PATHS };
  let catalog = new LayerCatalog(options);
  await walk(tar, catalog);
  if (catalog.missedLinks.size > 0) {
    catalog = new LayerCatalog({ ...options, links: catalog.missedLinks });
    await walk(tar, catalog);
  }
  const digest = parseDigest(stringOf(descriptor['digest']) ?? '');
  if (!digest) throw new Error('a layer without a digest');
  const sizes = { compressedSize: stored.length, size: tar.length };
  return { digest, diffId: asDiffId(digest), ...sizes, ...(await catalog.finish()) };
}

function inflate(stored: Buffer): Buffer {
  const magic = stored.readUInt32BE(0);
  if (magic >>> 16 === 0x1f8b) return gunzipSync(stored);
  return magic === 0x28b52ffd ? zstdDecompressSync(stored) : stored;
}

async function walk(tar: Buffer, catalog: LayerCatalog): Promise<void> {
  const walker = new TarWalker(catalog, DEFAULT_LIMITS);
  for (let at = 0; at < tar.length; at += CHUNK) {
    walker.push(tar.subarray(at, at + CHUNK));
    await catalog.settle();
  }
  walker.end();
}

const [folder, format] = process.argv.slice(2);
if (folder === undefined) console.error('usage: node tools/inventory.ts FOLDER [--json|--count]');
else await main(folder, format);
