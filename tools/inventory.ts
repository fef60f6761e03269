/**
 * Prints what is in an image, as the catalogers find it: one package a line, parted by tabs
 * (ecosystem, name, version, architecture, cataloger, evidence, layer, owner, locations).
 *
 *   node tools/inventory.ts IMAGE          a layout, an archive, a folder, a registry reference
 *   node tools/inventory.ts IMAGE --json   the whole inventory
 *   node tools/inventory.ts IMAGE --count  packages by ecosystem: rows, distinct name@version, owned
 *
 * Diagnostics and times go to standard error.
 */
import { createReadStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAnalyzer } from '../src/analyzer/index.ts';
import { DEFAULT_LIMITS, ok } from '../src/base/index.ts';
import type { Failure, Result } from '../src/base/index.ts';
import { finishInventory } from '../src/catalog/index.ts';
import type { Inventory } from '../src/model/index.ts';
import { openImage } from '../src/sources/index.ts';

async function main(reference: string, format: string | undefined): Promise<void> {
  const start = performance.now();
  const analyzer = createAnalyzer({ limits: DEFAULT_LIMITS, clock: { now: () => Date.now() } });
  const result = await inventoryOf(reference, analyzer);
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
  const wall = (performance.now() - start).toFixed(0);
  console.error(`${wall} ms, ${usage()} ms of this process, sandbox ${level}`);
}

async function inventoryOf(
  reference: string,
  analyzer: ReturnType<typeof createAnalyzer>,
): Promise<Result<Inventory, Failure>> {
  const opened = await openImage(reference, {
    limits: DEFAULT_LIMITS,
    defaultPlatform: 'linux/amd64',
    passLayer: (key, chunks) => analyzer.passLayer(key, chunks),
    standardInput: () => createReadStream('/dev/stdin'),
    registry: {
      environment: process.env,
      plainHttp: [],
      attempts: 5,
      idleTimeout: 60_000,
      sleep: (milliseconds) => sleep(milliseconds),
      random: Math.random,
    },
  });
  if (!opened.ok) return opened;
  if (opened.value.kind === 'sbom') return ok(finishInventory(opened.value.sbom));
  const result = await analyzer.inventoryOf(opened.value.image);
  await opened.value.image.close();
  return result;
}

function usage(): number {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  return Math.round((userCPUTime + systemCPUTime) / 1000);
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

const [reference, format] = process.argv.slice(2);
if (reference === undefined) console.error('usage: node tools/inventory.ts IMAGE [--json|--count]');
else await main(reference, format);
