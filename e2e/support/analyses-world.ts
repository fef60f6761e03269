/**
 * A server's analyses without its registry: a database, a queue, worker processes, and images whose
 * bytes are in memory. What the registry writes at a push is written by hand.
 */
import { hash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { starterSnapshot } from '../../src/advisories/index.ts';
import type { AnalysesModule, AnalysesOptions, AnalysisState } from '../../src/analyses/index.ts';
import { createAnalyses, isTerminal } from '../../src/analyses/index.ts';
import type { Log } from '../../src/base/index.ts';
import { DEFAULT_LIMITS, arrayOf, recordOf, stringOf } from '../../src/base/index.ts';
import { type Jobs, migrateJobs, startJobs } from '../../src/jobs/index.ts';
import { type Digest, parseDigest } from '../../src/model/index.ts';
import { announcer } from '../../src/store/analyses-announcer.ts';
import { baseRecords } from '../../src/store/analyses-bases.ts';
import { findingRecords } from '../../src/store/analyses-findings.ts';
import { analysisRecords, manifestStore } from '../../src/store/analyses-records.ts';
import { resultRecords } from '../../src/store/analyses-results.ts';
import { type Database, openDatabase } from '../../src/store/index.ts';
import { jobProcesses } from '../../src/store/job-processes.ts';
import { openNotifications } from '../../src/store/notifications.ts';
import { QUIET, taken, withDatabase } from '../../src/store/test-database.contract.ts';

/** Bytes by digest; a test takes some away, or makes them fail. */
export class MemoryBlobs {
  readonly bytes: Map<string, Buffer> = new Map();
  /** Thrown in place of blobs. */
  trouble: Error | undefined;
  /** How often each was opened. */
  readonly asked: Map<string, number> = new Map();
  /** Of the image that was made last. */
  lastLayer: Digest | undefined;
  /** Asked in the middle of a blob. */
  onHalf: (digest: Digest) => Promise<void> = () => Promise.resolve();

  put(bytes: Buffer | string): { readonly digest: Digest; readonly size: number } {
    const buffer = Buffer.from(bytes);
    const digest = digestOf(buffer);
    this.bytes.set(digest, buffer);
    return { digest, size: buffer.length };
  }

  /** Of an image made here. */
  layersOf({ bytes }: Manifest): readonly Digest[] {
    const { layers } = recordOf(JSON.parse(bytes.toString()));
    return arrayOf(layers).flatMap(
      (layer) => parseDigest(stringOf(recordOf(layer)['digest']) ?? '') ?? [],
    );
  }

  open(digest: Digest): Promise<AsyncIterable<Uint8Array> | undefined> {
    this.asked.set(digest, (this.asked.get(digest) ?? 0) + 1);
    if (this.trouble) return Promise.reject(this.trouble);
    const bytes = this.bytes.get(digest);
    return Promise.resolve(bytes && this.#halves(digest, bytes));
  }

  async *#halves(digest: Digest, bytes: Buffer): AsyncGenerator<Uint8Array> {
    const half = bytes.length >> 1;
    yield bytes.subarray(0, half);
    await this.onHalf(digest);
    yield bytes.subarray(half);
  }
}

export interface Server {
  readonly module: AnalysesModule;
  readonly jobs: Jobs;
  stop(): Promise<void>;
}

/** A server's analyses on a database; a process of its own may do it too. */
export async function serveOn(
  databaseUrl: string,
  options: Pick<AnalysesOptions, 'blobs'> & Partial<AnalysesOptions>,
): Promise<Server> {
  const log = LOUD;
  const database = taken(await openDatabase({ url: databaseUrl, log, connections: 10 }));
  const { kysely, pool, url } = database;
  const notifications = openNotifications(url, log);
  const snapshot = await starterSnapshot();
  const module = createAnalyses({
    records: analysisRecords(kysely),
    results: resultRecords(kysely),
    findings: findingRecords(kysely),
    bases: baseRecords(kysely),
    manifests: manifestStore(kysely),
    announcer: announcer(kysely, notifications),
    snapshots: {
      current: () => snapshot,
      covering: () => Promise.resolve(snapshot),
      sourceOf: () => ({ kind: 'starter' }),
      stored: () => undefined,
      status: () => ({ ...snapshot, namespaces: 0, checked: {} }),
      part: () => undefined,
    },
    limits: DEFAULT_LIMITS,
    clock: { now: () => Date.now() },
    log,
    version: '1.0.0',
    host: 'registry.example.com',
    workers: 2,
    ...options,
  });
  const jobs = await startJobs({
    pool,
    processes: jobProcesses(kysely),
    tasks: { analyze: (payload, { signal }) => module.analyze(payload, signal) },
    concurrency: 4,
    log,
  });
  await module.start(jobs);
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await jobs.stop();
    await module.close();
    await notifications.close();
    await database.close();
  };
  return { module, jobs, stop: () => (stopped ??= stop()) };
}

/** One database, and any number of servers on it. */
export class World {
  readonly database: Database;
  readonly blobs: MemoryBlobs = new MemoryBlobs();
  readonly #servers: Set<Server>;

  private constructor(database: Database, servers: Set<Server>) {
    this.#servers = servers;
    this.database = database;
  }

  static async make(t: TestContext): Promise<World> {
    const servers = new Set<Server>();
    // Before the database: what is registered first ends first.
    t.after(() => Promise.all([...servers].map((server) => server.stop())));
    const database = await withDatabase(t);
    await migrateJobs(database.pool, QUIET);
    return new World(database, servers);
  }

  async serve(options: Partial<AnalysesOptions> = {}): Promise<Server> {
    const server = await serveOn(this.database.url, { blobs: this.blobs, ...options });
    this.#servers.add(server);
    return server;
  }

  /** A repository of a namespace of its own. */
  async repository(
    name: string,
    {
      isActive = true,
      plan = 'team',
    }: { readonly isActive?: boolean; readonly plan?: string } = {},
  ): Promise<number> {
    const [namespace = ''] = name.split('/');
    const { rows } = await sql<{ id: number }>`
      with n as (insert into namespaces (name, kind, plan, created_at)
        values (${namespace}, 'organization', ${plan}, now())
        on conflict (name) do update set name = excluded.name returning id)
      insert into repositories (namespace_id, name, visibility, analysis_active, created_at)
      select n.id, ${name}, 'private', ${isActive}, now() from n returning id`.execute(
      this.database.kysely,
    );
    return rows[0]?.id ?? 0;
  }

  /** As the registry does it, in one transaction: the manifest, the tag, the event. */
  async push(repositoryId: number, tag: string, manifest: Manifest): Promise<Digest> {
    const { kysely } = this.database;
    for (const one of [...(manifest.children ?? []), manifest]) {
      await sql`insert into manifests (digest, media_type, kind, size, bytes, created_at)
        values (${one.digest}, ${one.mediaType}, ${one.children ? 'index' : 'image'},
          ${one.bytes.length}, ${one.bytes}, now()) on conflict do nothing`.execute(kysely);
      await sql`insert into repository_manifests
        (repository_id, digest, media_type, pushed_at, pushed_by, leased_until)
        values (${repositoryId}, ${one.digest}, ${one.mediaType}, now(), 'alice', now())
        on conflict do nothing`.execute(kysely);
    }
    for (const child of manifest.children ?? []) {
      await sql`insert into manifest_children (parent_digest, child_digest)
        values (${manifest.digest}, ${child.digest}) on conflict do nothing`.execute(kysely);
    }
    await kysely.transaction().execute(async (transaction) => {
      await sql`insert into tags (repository_id, name, digest, moved_at, moved_by)
        values (${repositoryId}, ${tag}, ${manifest.digest}, now(), 'alice')
        on conflict (repository_id, name) do update
          set digest = excluded.digest, moved_at = now()`.execute(transaction);
      await sql`insert into tag_history (repository_id, name, digest, moved_at, moved_by)
        values (${repositoryId}, ${tag}, ${manifest.digest}, now(), 'alice')`.execute(transaction);
      await sql`insert into push_events (repository_id, digest, tag, actor, at)
        values (${repositoryId}, ${manifest.digest}, ${tag}, 'alice', now())`.execute(transaction);
    });
    return manifest.digest;
  }

  /** An image of these packages of Debian; each layer is one list of them. */
  image(layers: readonly (readonly string[])[], platform: string = 'linux/amd64'): Manifest {
    const tars = layers.map((packages) =>
      tarOf([...RELEASE, [STATUS, packages.map(stanza).join('')]]),
    );
    return this.imageOf(tars, platform);
  }

  imageOf(tars: readonly Buffer[], platform: string = 'linux/amd64'): Manifest {
    const stored = tars.map((tar) => ({ ...this.blobs.put(gzipSync(tar)), mediaType: LAYER }));
    this.blobs.lastLayer = stored.at(-1)?.digest;
    return this.manifestOf(stored, tars.map(digestOf), platform);
  }

  manifestOf(
    layers: readonly { readonly digest: Digest; readonly size: number }[],
    diffIds: readonly string[],
    platform: string = 'linux/amd64',
  ): Manifest {
    const [os = '', architecture = ''] = platform.split('/');
    const config = { os, architecture, config: {}, rootfs: { type: 'layers', diff_ids: diffIds } };
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    const bytes = Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType,
        config: { ...this.blobs.put(JSON.stringify(config)), mediaType: CONFIG },
        layers,
      }),
    );
    return { digest: digestOf(bytes), bytes, mediaType, platform: { os, architecture } };
  }

  index(children: readonly Manifest[]): Manifest {
    const mediaType = 'application/vnd.oci.image.index.v1+json';
    const manifests = children.map((child) => ({
      mediaType: child.mediaType,
      digest: child.digest,
      size: child.bytes.length,
      platform: child.platform,
      ...(child.annotations && { annotations: child.annotations }),
    }));
    const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, manifests }));
    return { digest: digestOf(bytes), bytes, mediaType, platform: UNKNOWN, children };
  }

  async stateOf({ module }: Server, repositoryId: number, tag: string): Promise<AnalysisState> {
    const found = await module.analyses.stateOf(repositoryId, { kind: 'tag', tag });
    return found?.state ?? { kind: 'inactive' };
  }

  /** Looks until it is over for good; throws where that takes too long. */
  async ended(
    server: Server,
    repositoryId: number,
    tag: string,
    withinMs: number = 20_000,
  ): Promise<AnalysisState> {
    const until = Date.now() + withinMs;
    for (;;) {
      const state = await this.stateOf(server, repositoryId, tag);
      const isOver = isTerminal(state) && !('nextRetryAt' in state);
      if (isOver) return state;
      if (Date.now() > until) throw new Error(`still ${JSON.stringify(state)}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** Ends the analyzer's workers of this process as the kernel does when memory runs out. */
export function killWorkers(): number {
  let killed = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (!isWorker(pid)) continue;
      process.kill(Number(pid), 'SIGKILL');
      killed += 1;
    } catch {
      // Gone by itself.
    }
  }
  return killed;
}

/** One that is being started has no command for a moment, and is waited for; one that ended has none. */
function isWorker(pid: string): boolean {
  for (;;) {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    if (/^PPid:\s+(\d+)$/m.exec(status)?.[1] !== String(process.pid)) return false;
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    if (command !== '') return command.includes('worker-main.ts');
    if (/^State:\s+[ZX]/m.test(status)) return false;
  }
}

/** What goes wrong is told. */
const LOUD: Log = {
  info: () => undefined,
  warn: (message, fields) => tell(message, fields),
  error: (message, fields) => tell(message, fields),
};

function tell(message: string, fields: unknown): void {
  if (process.env['LOUD']) process.stderr.write(`${message} ${JSON.stringify(fields)}\n`);
}

export interface Manifest {
  readonly digest: Digest;
  readonly bytes: Buffer;
  readonly mediaType: string;
  readonly platform: { readonly os: string; readonly architecture: string };
  readonly children?: readonly Manifest[];
  /** Of its descriptor in an index. */
  readonly annotations?: Readonly<Record<string, string>>;
}

const UNKNOWN = { os: 'unknown', architecture: 'unknown' };
const LAYER = 'application/vnd.oci.image.layer.v1.tar+gzip';
const CONFIG = 'application/vnd.oci.image.config.v1+json';
const STATUS = 'var/lib/dpkg/status';
const RELEASE: readonly (readonly [string, string])[] = [
  [
    'etc/os-release',
    'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\nPRETTY_NAME="Debian 12"\n',
  ],
];

/** `curl=7.88.1-10` */
function stanza(text: string): string {
  const [name, version] = text.split('=');
  return `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\n\n`;
}

export function digestOf(bytes: Buffer): Digest {
  const digest = parseDigest(`sha256:${hash('sha256', bytes, 'hex')}`);
  if (digest === undefined) throw new Error('no digest');
  return digest;
}

/** A ustar of regular files. */
export function tarOf(files: readonly (readonly [string, string])[]): Buffer {
  const blocks = files.flatMap(([path, text]) => {
    const header = Buffer.alloc(512);
    header.write(path, 0);
    header.write('0000644\0', 100);
    header.write(Buffer.byteLength(text).toString(8).padStart(11, '0'), 124);
    header.write('        0ustar\u000000', 148);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(sum.toString(8).padStart(6, '0'), 148);
    header[154] = 0;
    const content = Buffer.alloc(Math.ceil(Buffer.byteLength(text) / 512) * 512);
    content.write(text);
    return [header, content];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}
