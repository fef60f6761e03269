/**
 * Ours beside other registries on the same disk, each in turn, all with token authorization:
 * push, pull, small requests, many small pushes at once. Prints medians and ratios.
 *
 *     node bench/registry.ts [--rounds 5] [--megabytes 454] [--requests 20000] [--folder FOLDER]
 *         [--only NAME,...] [--program NAME=PATH ...]
 *
 * Others: docker-registry (Debian), distribution-3 (`go install
 * github.com/distribution/distribution/v3/cmd/registry@v3.1.2`) and zot, as far as they are
 * installed; nginx serves the same file for the pull. Needs ab (apache2-utils) and openssl.
 * CPU seconds are of the server and all that it started, read from /proc.
 */
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  createReadStream,
  mkdtempSync,
  mkdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import * as raw from '../e2e/support/raw-registry.ts';
import { freePort } from '../e2e/support/server-process.ts';
import { medianOf } from './measure.ts';
import { figuresOf } from './process-figures.ts';
import {
  type Contender,
  type ContenderPlan,
  isInstalled,
  plansFor,
} from './registry-contenders.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    megabytes: { type: 'string', default: '454' },
    requests: { type: 'string', default: '20000' },
    folder: { type: 'string', default: tmpdir() },
    only: { type: 'string' },
    program: { type: 'string', multiple: true, default: [] },
  },
});

/** What one measurement took; `count` is of what it is a rate. */
interface Taken {
  readonly wall: number;
  readonly cpu: number;
  readonly count: number;
}

interface Measurement {
  readonly name: string;
  readonly target: string;
  readonly isServedByNginx?: boolean;
  /** Not measured; before each round. */
  prepare?(round: number): void;
  /** How many of what it counts were done. */
  run(contender: Contender, round: number): Promise<number>;
}

const REPOSITORY = 'bench/app';
const SMALL_PUSHES = 100;
const CLIENTS = 10;
const PULLS = 100;

const scratch = mkdtempSync(join(values.folder, 'drydock-bench-'));
// The database of a server that is started as root runs as somebody else.
chmodSync(scratch, 0o755);
const layer = join(scratch, 'layer');
const config = Buffer.from('{}');
const manifestOfConfig = raw.manifestOf({ digest: raw.sha256(config), size: 2 }, []);
const layerSize = Number(values.megabytes) * 1024 * 1024;

const measurements: readonly Measurement[] = [
  {
    name: `push ${values.megabytes} MB`,
    target: 'wall <= 0.9, CPU <= 1.0',
    prepare: writeLayer,
    run: async (contender) => {
      const client = await contender.client(REPOSITORY);
      expect(await raw.pushBlob(client, REPOSITORY, pushed, readLayer, layerSize), 201);
      return 1;
    },
  },
  {
    name: `pull ${values.megabytes} MB`,
    target: 'wall <= 1.1 of nginx',
    isServedByNginx: true,
    run: async (contender) => {
      const client = await contender.client(REPOSITORY);
      const answer = await raw.ask(client, blobPath(), { onBody: () => undefined });
      expect(answer, 200);
      return 1;
    },
  },
  small('GET manifest by tag', []),
  small('HEAD manifest by tag', ['-i']),
  {
    name: `${SMALL_PUSHES} images, ${CLIENTS} clients, 16 KiB layers`,
    target: '>= 0.5x, with fsync',
    run: async (contender, round) => pushMany(contender, round, 16 * 1024),
  },
  {
    name: `${SMALL_PUSHES} images, ${CLIENTS} clients, 1 MiB layers`,
    target: '>= 0.5x, with fsync',
    run: async (contender, round) => pushMany(contender, round, 1024 * 1024),
  },
];

let pushed = '';
await main();

async function main(): Promise<void> {
  const contenders: Contender[] = [];
  try {
    for (const plan of chosenPlans()) {
      const folder = join(scratch, plan.name);
      mkdirSync(folder);
      contenders.push(await plan.start(folder));
    }
    const taken = await measureAll(contenders);
    const peaks = new Map<string, number>();
    for (const contender of contenders) peaks.set(contender.name, await peakOfPulls(contender));
    print(taken, peaks);
  } finally {
    for (const contender of contenders) await contender.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}

function chosenPlans(): ContenderPlan[] {
  const programs = Object.fromEntries(values.program.map((one) => one.split('=')));
  const wanted = values.only?.split(',');
  return plansFor(programs).filter(({ name, program }) => {
    if (wanted && !wanted.includes(name)) return false;
    if (!isInstalled(program)) console.log(`left out: ${name} (${program} is not installed)`);
    return isInstalled(program);
  });
}

/** Name of the measurement, then of the contender. */
type AllTaken = ReadonlyMap<string, ReadonlyMap<string, readonly Taken[]>>;

async function measureAll(contenders: readonly Contender[]): Promise<AllTaken> {
  for (const contender of contenders) {
    const client = await contender.client(REPOSITORY);
    expect(await raw.pushBlob(client, REPOSITORY, raw.sha256(config), config), 201);
    expect(await raw.putManifest(client, REPOSITORY, 'latest', manifestOfConfig), 201);
  }
  const nginx = await startNginx();
  const all = new Map<string, Map<string, Taken[]>>();
  for (const measurement of measurements) {
    const beside = measurement.isServedByNginx && nginx ? [...contenders, nginx] : contenders;
    const taken = new Map<string, Taken[]>(beside.map(({ name }) => [name, []]));
    all.set(measurement.name, taken);
    // The first round fills caches.
    for (let round = -1; round < Number(values.rounds); round += 1) {
      measurement.prepare?.(round);
      for (const contender of beside) {
        const once = await measureOnce(measurement, contender, round);
        if (round >= 0) taken.get(contender.name)?.push(once);
      }
    }
  }
  await nginx?.stop();
  return all;
}

async function measureOnce(
  measurement: Measurement,
  contender: Contender,
  round: number,
): Promise<Taken> {
  const before = figuresOf(contender.pid).cpuSeconds;
  const start = performance.now();
  const count = await measurement.run(contender, round);
  const wall = (performance.now() - start) / 1000;
  return { wall, cpu: figuresOf(contender.pid).cpuSeconds - before, count };
}

/** Requests kept alive on ten connections by ab, which costs less than what it measures. */
function small(name: string, flags: readonly string[]): Measurement {
  return {
    name,
    target: '>= 10x, >= 10k/s per core',
    run: async (contender) => {
      const { authorization = '' } = await contender.client(REPOSITORY);
      const url = `http://${contender.host}/v2/${REPOSITORY}/manifests/latest`;
      const headers = [
        '-H',
        `Authorization: ${authorization}`,
        '-H',
        `Accept: ${raw.MANIFEST_TYPE}`,
      ];
      const args = ['-q', '-k', '-c', '10', '-n', values.requests, ...flags, ...headers, url];
      const { stdout } = await promisify(execFile)('ab', args);
      if (/Non-2xx|Failed requests: +[1-9]/.test(stdout)) throw new Error(stdout);
      return Number(values.requests);
    },
  };
}

async function pushMany(contender: Contender, round: number, size: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  const layers = Array.from({ length: SMALL_PUSHES }, () => randomBytes(size));
  const one = async (first: number): Promise<void> => {
    for (let at = first; at < SMALL_PUSHES; at += CLIENTS) {
      const bytes = layers[at] ?? Buffer.alloc(0);
      const repository = `bench/app${at % CLIENTS}`;
      const client = { ...(await contender.client(repository)), agent };
      const digest = raw.sha256(bytes);
      expect(await raw.pushBlob(client, repository, digest, bytes), 201);
      expect(await raw.pushBlob(client, repository, raw.sha256(config), config), 201);
      const of = { digest: raw.sha256(config), size: 2 };
      const manifest = raw.manifestOf(of, [{ digest, size }]);
      expect(await raw.putManifest(client, repository, `v${round}-${at}`, manifest), 201);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, first) => one(first)));
  agent.destroy();
  return SMALL_PUSHES;
}

/** Resident megabytes while a hundred clients take the layer of the last push at once. */
async function peakOfPulls(contender: Contender): Promise<number> {
  const client = await contender.client(REPOSITORY);
  let peak = 0;
  const look = setInterval(() => {
    peak = Math.max(peak, figuresOf(contender.pid).megabytes);
  }, 100);
  // Enough of each to have all of them under way; then they go.
  const range = { range: `bytes=0-${Math.min(layerSize, 32 * 1024 * 1024) - 1}` };
  const pull = async (): Promise<void> => {
    const path = blobPath();
    expect(await raw.ask(client, path, { headers: range, onBody: () => undefined }), 206);
  };
  await Promise.all(Array.from({ length: PULLS }, pull));
  clearInterval(look);
  return peak;
}

/** Serves the layer at the path that a registry would. */
async function startNginx(): Promise<Contender | undefined> {
  const program = '/usr/sbin/nginx';
  if (!isInstalled(program)) {
    console.log('left out: nginx (not installed)');
    return undefined;
  }
  const port = await freePort();
  const path = join(scratch, 'nginx.conf');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${scratch}/${name};`)
    .join(' ');
  writeFileSync(
    path,
    `daemon off; user root; worker_processes 1; pid ${scratch}/nginx.pid; error_log stderr error;
    events {}
    http { access_log off; sendfile on; ${temporary} server { listen 127.0.0.1:${port};
      root ${scratch}; rewrite ^ /layer break; } }`,
  );
  const child = spawn(program, ['-c', path], { stdio: 'ignore' });
  await sleep(500);
  const host = `127.0.0.1:${port}`;
  return {
    name: 'nginx',
    host,
    pid: child.pid ?? 0,
    client: () => Promise.resolve({ host }),
    stop: () => {
      child.kill('SIGTERM');
      return Promise.resolve();
    },
  };
}

/** Each round a digest that is new. */
function writeLayer(round: number): void {
  const block = randomBytes(1 << 20);
  const blocks: Buffer[] = [];
  for (let at = 0; at < layerSize; at += block.length) {
    block.writeDoubleLE(at + round / 1000, 0);
    blocks.push(Buffer.from(block));
  }
  const bytes = Buffer.concat(blocks);
  writeFileSync(layer, bytes);
  pushed = raw.sha256(bytes);
}

function readLayer(): Readable {
  return createReadStream(layer, { highWaterMark: 1 << 20 });
}

function blobPath(): string {
  return `/v2/${REPOSITORY}/blobs/${pushed}`;
}

function expect(answer: raw.Answer, status: number): void {
  if (answer.status !== status) {
    throw new Error(`${answer.status} in place of ${status}: ${answer.body.toString()}`);
  }
}

function print(taken: AllTaken, peaks: ReadonlyMap<string, number>): void {
  console.log(`medians of ${values.rounds}; layers of ${statSync(layer).size} bytes`);
  for (const { name, target } of measurements) {
    console.log(`\n${name} (target beside docker-registry: ${target})`);
    console.log(`  ${'wall s     CPU s  a second  wall, of it   CPU, of it'.padStart(74)}`);
    const runs = taken.get(name) ?? new Map<string, readonly Taken[]>();
    const base = mediansOf(runs.get('docker-registry') ?? []);
    for (const [who, mine] of runs) {
      const { wall, cpu, rate } = mediansOf(mine);
      const cells = [wall.toFixed(3), cpu.toFixed(2), rate.toFixed(rate < 100 ? 2 : 0)];
      const ratios = [wall / base.wall, cpu / base.cpu].map((ratio) => ratio.toFixed(2));
      const row = [...cells.map((cell) => cell.padStart(10)), ...ratios.map((r) => r.padStart(12))];
      console.log(`  ${who.padEnd(20)}${row.join('')}`);
    }
  }
  console.log(`\nresident MB at the most in ${PULLS} pulls at once (target: < 300)`);
  for (const [who, peak] of peaks)
    console.log(`  ${who.padEnd(20)}${peak.toFixed(0).padStart(10)}`);
}

function mediansOf(runs: readonly Taken[]): { wall: number; cpu: number; rate: number } {
  return {
    wall: medianOf(runs.map(({ wall }) => wall)),
    cpu: medianOf(runs.map(({ cpu }) => cpu)),
    rate: medianOf(runs.map(({ count, wall }) => count / wall)),
  };
}
