/**
 * Whole images, from the start of the command to its end: ours, the tools that only inflate and
 * digest, and other scanners listing packages, run in turn. Prints medians.
 *
 *     node bench/analyze.ts [--rounds 5] [--peers FOLDER] [--only NAME,...] [--product FOLDER] CORPUS IMAGE...
 *
 * CORPUS: a folder of IMAGE/oci and IMAGE/IMAGE.docker.tar, as ../shared/images builds it. The
 * peers are those that ../shared/images/peers.sh installs into FOLDER, and `syft` where it lies
 * in FOLDER/bin. Ours is these sources, or what `npm pack` or a release put into the product's folder.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Contender, commandOf, countOf, peers } from './contenders.ts';
import { type Measured, measure, medianOf } from './measure.ts';

const ROOT = join(import.meta.dirname, '..');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    peers: { type: 'string' },
    only: { type: 'string' },
    product: { type: 'string', default: ROOT },
  },
});
const OURS = commandOf(values.product);
const [corpus = '', ...images] = positionals;
for (const image of images) await compare(image);

async function compare(image: string): Promise<void> {
  const wanted = values.only?.split(',');
  const contenders = contendersFor(image).filter(
    ({ name, input }) => existsSync(input) && (!wanted || wanted.some((one) => name.includes(one))),
  );
  const runs = new Map<Contender, Measured[]>(contenders.map((one) => [one, []]));
  for (let round = -1; round < Number(values.rounds); round += 1) {
    for (const [contender, measured] of runs) {
      const once = await runOnce(contender);
      // The first round fills caches.
      if (round >= 0) measured.push(once);
    }
  }
  print(image, runs);
}

async function runOnce({ script, input }: Contender): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-bench-'));
  try {
    return await measure(script, [input, folder]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function contendersFor(image: string): Contender[] {
  const layout = join(corpus, image, 'oci');
  const archive = join(corpus, image, `${image}.docker.tar`);
  return [
    { name: 'drydock cves, layout', script: `${OURS} cves "$0"`, input: layout },
    { name: 'drydock cves, archive', script: `${OURS} cves "$0"`, input: archive },
    {
      name: 'drydock packages, layout',
      script: `${OURS} packages --format csv "$0" | tail -n +2 | wc -l`,
      input: layout,
      packagesOf: countOf,
    },
    ...floors(layout),
    ...peers(values.peers, layout, archive),
  ];
}

/** What nobody can do without: every layer inflated and both sides of it digested or listed. */
function floors(layout: string): Contender[] {
  const layers = layersOf(layout).join(' ');
  const each = (script: string): string => `cd "$0"; for l in ${layers}; do ${script}; done`;
  return [
    ['igzip | tar t; openssl', 'igzip -dc < $l | tar t > /dev/null; openssl dgst -sha256 $l'],
    ['gzip | openssl', 'gzip -dc < $l | openssl dgst -sha256'],
    ['pigz | openssl', 'pigz -dc < $l | openssl dgst -sha256'],
  ].flatMap(([name = '', script = '']) =>
    layers === '' ? [] : { name, script: each(script), input: layout },
  );
}

/** Of the layout's only image; empty where its layers are not gzip. */
function layersOf(layout: string): string[] {
  if (!existsSync(layout)) return [];
  const [index] = manifestsOf(join(layout, 'index.json'));
  if (index === undefined) return [];
  const manifest: unknown = JSON.parse(readFileSync(join(layout, blobPath(index)), 'utf8'));
  const text = JSON.stringify(manifest);
  const layers = text.slice(text.indexOf('"layers"'));
  if (!layers.includes('gzip')) return [];
  return [...layers.matchAll(/"digest":"(sha256:[0-9a-f]{64})"/g)].map(([, digest = '']) =>
    blobPath(digest),
  );
}

function manifestsOf(path: string): string[] {
  const text = readFileSync(path, 'utf8');
  return [...text.matchAll(/"digest":\s*"(sha256:[0-9a-f]{64})"/g)].map(
    ([, digest = '']) => digest,
  );
}

function blobPath(digest: string): string {
  return `blobs/${digest.replace(':', '/')}`;
}

function print(image: string, runs: ReadonlyMap<Contender, readonly Measured[]>): void {
  console.log(`${image}, medians of ${values.rounds}`);
  console.log(`  ${'packages wall s   CPU s  MB largest  MB all'.padStart(80)}  CPU, ours of it`);
  const [ours = []] = runs.values();
  const own = medianOf(ours.map(({ cpuSeconds }) => cpuSeconds));
  for (const [{ name, packagesOf }, measured] of runs) {
    const median = (pick: (one: Measured) => number): number => medianOf(measured.map(pick));
    const cpu = median(({ cpuSeconds }) => cpuSeconds);
    const cells = [
      packagesOf ? packagesOf(measured[0]?.output ?? '').toString() : '',
      median(({ wallSeconds }) => wallSeconds).toFixed(2),
      cpu.toFixed(2),
      median(({ largestMegabytes }) => largestMegabytes).toFixed(0),
      median(({ allMegabytes }) => allMegabytes).toFixed(0),
    ];
    const failed = measured.find(({ exitCode }) => exitCode !== 0);
    const rest = failed ? `  exit ${failed.exitCode}` : '';
    const row = cells.map((cell, at) => cell.padStart([12, 7, 8, 12, 8][at] ?? 8)).join('');
    console.log(`  ${name.padEnd(33)}${row}  ${(own / cpu).toFixed(2)}${rest}`);
  }
}
