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
import { createAnalyzer } from '../src/analyzer/index.ts';
import { DEFAULT_LIMITS, arrayOf, isRecord, recordOf, stringOf } from '../src/base/index.ts';
import type { LayerSource, OpenedImage } from '../src/image/index.ts';
import { asDiffId, parseDigest } from '../src/model/index.ts';
import type { Inventory } from '../src/model/index.ts';

async function main(folder: string, format: string | undefined): Promise<void> {
  const start = performance.now();
  const analyzer = createAnalyzer({ limits: DEFAULT_LIMITS, clock: { now: () => Date.now() } });
  const result = await analyzer.inventoryOf(openLayout(folder));
  const { level } = await analyzer.sandbox();
  await analyzer.close();
  if (!result.ok) {
    console.error(`${result.error.code}: ${result.error.message}`);
    process.exitCode = 1;
    return;
  }
  const inventory = result.value;
  if (format === '--json') console.log(JSON.stringify(inventory, undefined, 2));
  else if (format === '--count') printCounts(inventory);
  else printRows(inventory);
  for (const { severity, code, message, path } of inventory.diagnostics) {
    console.error(`${severity} ${code} ${path ?? ''}: ${message}`);
  }
  const { user, system } = usage();
  console.error(
    `${(performance.now() - start).toFixed(0)} ms, ${user + system} ms of this process, sandbox ${level}`,
  );
}

function usage(): { user: number; system: number } {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  return { user: Math.round(userCPUTime / 1000), system: Math.round(systemCPUTime / 1000) };
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

/** The first image of this machine's architecture in an OCI layout; the least that reads one. */
function openLayout(folder: string): OpenedImage {
  let document: unknown = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'));
  while (isRecord(document) && Array.isArray(document['manifests'])) {
    const images = arrayOf(document['manifests'])
      .map(recordOf)
      .filter((one) => recordOf(one['annotations'])['vnd.docker.reference.type'] === undefined);
    const own = images.find((one) => recordOf(one['platform'])['architecture'] === 'amd64');
    document = readBlob(folder, own ?? recordOf(images[0]));
  }
  const manifest = recordOf(document);
  const config = recordOf(readBlob(folder, recordOf(manifest['config'])));
  const diffIds = arrayOf(recordOf(config['rootfs'])['diff_ids']).flatMap((text) => {
    const digest = parseDigest(stringOf(text) ?? '');
    return digest ? [asDiffId(digest)] : [];
  });
  return {
    reference: folder,
    kind: 'oci-layout',
    platform: { os: 'linux', architecture: stringOf(config['architecture']) ?? '' },
    config: {
      entrypoint: [],
      command: [],
      environment: [],
      exposedPorts: [],
      labels: {},
      diffIds,
      history: arrayOf(config['history']).map(recordOf).map(historyLine),
    },
    layers: arrayOf(manifest['layers']).map((one, index) => {
      const diffId = diffIds[index];
      return { ...layerSource(folder, recordOf(one)), ...(diffId && { diffId }) };
    }),
    diagnostics: [],
    close: () => Promise.resolve(),
  };
}

function historyLine(line: Readonly<Record<string, unknown>>): OpenedImage['config']['history'][0] {
  const createdBy = stringOf(line['created_by']);
  const isEmptyLayer = line['empty_layer'] === true;
  return { isEmptyLayer, ...(createdBy !== undefined && { createdBy }) };
}

function layerSource(folder: string, descriptor: Readonly<Record<string, unknown>>): LayerSource {
  const digest = parseDigest(stringOf(descriptor['digest']) ?? '');
  const size = Number(descriptor['size']);
  if (!digest) throw new Error('a layer without a digest');
  const path = blobPath(folder, digest);
  return { digest, size, bytes: { kind: 'file', path, offset: 0, length: size } };
}

function readBlob(folder: string, descriptor: Readonly<Record<string, unknown>>): unknown {
  return JSON.parse(readFileSync(blobPath(folder, stringOf(descriptor['digest']) ?? ''), 'utf8'));
}

function blobPath(folder: string, digest: string): string {
  return join(folder, 'blobs', ...digest.split(':'));
}

const [folder, format] = process.argv.slice(2);
if (folder === undefined) console.error('usage: node tools/inventory.ts FOLDER [--json|--count]');
else await main(folder, format);
