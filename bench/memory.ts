/**
 * The most memory that whole commands take, by process and over all processes at one time, beside
 * the target and the peers.
 *
 *     node bench/memory.ts [--rounds 3] [--peers FOLDER] [--product FOLDER] [--corpus CORPUS] IMAGE...
 *
 * IMAGE: of CORPUS, a folder of IMAGE/oci and IMAGE/IMAGE.docker.tar, or one of the extremes of
 * `extremes.ts` (`all-extremes`: every one), which is made in a temporary folder. PSS is the figure
 * to hold to the target: a page that several processes share counts once.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Contender, commandOf, countOf, peers } from './contenders.ts';
import { EXTREMES, writeExtreme } from './extremes.ts';
import { medianOf } from './measure.ts';
import { type Footprint, type PeakMemory, peakMemoryOf } from './process-memory.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    peers: { type: 'string' },
    corpus: { type: 'string', default: '' },
    product: { type: 'string', default: join(import.meta.dirname, '..') },
  },
});
const OURS = commandOf(values.product);
/** For the parent, and for each worker: megabytes. */
const PARENT = 150;
const WORKER = 60;
/** Shells and `wc`: not worth a word. */
const SMALL = 10;

const images = positionals.flatMap((name) =>
  name === 'all-extremes' ? Object.keys(EXTREMES) : [name],
);
for (const image of images) {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-memory-'));
  try {
    const extreme = EXTREMES[image];
    if (extreme) await writeExtreme(folder, extreme());
    const layout = extreme ? folder : join(values.corpus, image, 'oci');
    await compare(image, layout, join(values.corpus, image, `${image}.docker.tar`));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function compare(image: string, layout: string, archive: string): Promise<void> {
  const all = [
    ours('layout', layout),
    ours('archive', archive),
    ...peers(values.peers, layout, archive),
  ].filter(({ input }) => existsSync(input));
  const target = PARENT + WORKER * availableParallelism();
  console.log(`${image}, medians of ${values.rounds}; target ${target} MB of PSS`);
  console.log(
    `  ${'packages  wall s  PSS all  RSS all  of target'.padStart(80)}  PSS/RSS by process`,
  );
  for (const contender of all) {
    const runs: PeakMemory[] = [];
    for (let round = 0; round < Number(values.rounds); round += 1) {
      runs.push(await runOnce(contender));
    }
    print(contender, runs, target);
  }
}

function ours(name: string, input: string): Contender {
  return {
    name: `drydock packages, ${name}`,
    script: `${OURS} packages --format csv "$0" | tail -n +2 | wc -l`,
    input,
    packagesOf: countOf,
  };
}

async function runOnce({ script, input }: Contender): Promise<PeakMemory> {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-memory-'));
  try {
    return await peakMemoryOf(script, [input, folder]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function print({ name, packagesOf }: Contender, runs: readonly PeakMemory[], target: number): void {
  const median = (pick: (one: PeakMemory) => number): number => medianOf(runs.map(pick));
  const pss = median(({ all }) => all.pss);
  const cells = [
    packagesOf?.(runs[0]?.output ?? '').toString() ?? '',
    median(({ wallSeconds }) => wallSeconds).toFixed(1),
    pss.toFixed(0),
    median(({ all }) => all.rss).toFixed(0),
    (pss / target).toFixed(2),
  ];
  const row = cells.map((cell, at) => cell.padStart([12, 8, 9, 9, 11][at] ?? 8)).join('');
  const failed = runs.find(({ exitCode }) => exitCode !== 0);
  const processes = (runs[0]?.processes ?? []).filter(({ rss }) => rss >= SMALL).map(text);
  console.log(
    `  ${name.padEnd(31)}${row}  ${processes.join(' ')}${failed ? `  exit ${failed.exitCode}` : ''}`,
  );
}

function text({ pss, rss }: Footprint): string {
  return `${pss.toFixed(0)}/${rss.toFixed(0)}`;
}
