import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingHttpHeaders, Server } from 'node:http';
import { Agent, createServer, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import type { Log } from '../base/index.ts';
import { recordOf } from '../base/index.ts';
import type { Database } from '../store/index.ts';
import {
  blobFolder,
  openNotifications,
  parseS3Address,
  registryChanges,
  registryRecords,
  s3Blobs,
} from '../store/index.ts';
import { withDatabase } from '../store/test-database.contract.ts';
import type { BlobStore } from './blob-store.ts';
import type { FakeAccess, FakeToken } from './fake-access.contract.ts';
import { fakeAccess } from './fake-access.contract.ts';
import type { ManifestPushed, UploadObserver } from './listeners.ts';
import type { RegistryLimits, RegistryPorts } from './ports.ts';
import { DEFAULT_REGISTRY_LIMITS } from './ports.ts';
import type { Registry } from './registry.ts';
import { createRegistry } from './registry.ts';

export interface RegistryWorld {
  readonly database: Database;
  readonly folder: string;
  readonly blobs: BlobStore;
  readonly access: FakeAccess;
  readonly pushed: ManifestPushed[];
  readonly errors: string[];
  /** Moves the registry's clock. */
  readonly clock: { time: number; now: () => number };
  /** A registry on these; more than one share the database and the folder. */
  readonly start: (options?: StartOptions) => Promise<RegistryUnderTest>;
}

export interface StartOptions {
  readonly limits?: Partial<RegistryLimits>;
  readonly blobs?: BlobStore;
  readonly observer?: UploadObserver;
  readonly deletion?: 'disabled';
  readonly spoolFolder?: string;
  /** Of a process among several; by default all are one that started again. */
  readonly peerId?: string;
  readonly ports?: Partial<RegistryPorts>;
}

export interface RegistryUnderTest {
  readonly registry: Registry;
  readonly port: number;
  /** With everything allowed unless a token is given; `''` for none. */
  readonly ask: (method: string, path: string, options?: AskOptions) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

export interface AskOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
  readonly token?: FakeToken;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Of an error body: the first code. */
  readonly code: string | undefined;
  readonly json: () => Readonly<Record<string, unknown>>;
}

const SILENT: UploadObserver = {
  started: () => undefined,
  grew: () => undefined,
  committed: () => undefined,
  abandoned: () => undefined,
};

const ONLY = '00000000-0000-4000-8000-000000000000';

/** What is done when the tests are. */
interface Context {
  after(done: () => Promise<void> | void): void;
}

/** One registry for the tests of a suite, which use repositories of their own. Call it in `describe`. */
export function sharedRegistry(): () => Promise<RegistryUnderTest & RegistryWorld> {
  const done: (() => Promise<void> | void)[] = [];
  after(async () => {
    for (const clear of done.toReversed()) await clear();
  });
  const start = async (): Promise<RegistryUnderTest & RegistryWorld> => {
    const world = await registryWorld({ after: (clear) => done.push(clear) });
    return { ...world, ...(await world.start()) };
  };
  let started: Promise<RegistryUnderTest & RegistryWorld> | undefined;
  return () => (started ??= start());
}

/** A database, a folder and accounts that believe every token. */
export async function registryWorld(context: Context): Promise<RegistryWorld> {
  const database = await withDatabase(context);
  const folder = await mkdtemp(join(tmpdir(), 'drydock-registry-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const clock = {
    time: Date.now(),
    now(): number {
      return clock.time;
    },
  };
  const world = {
    database,
    folder,
    blobs: await emptyBlobs(context, folder),
    access: fakeAccess(database),
    pushed: [] as ManifestPushed[],
    errors: [] as string[],
    clock,
  };
  return { ...world, start: (options = {}) => startRegistry(context, world, options) };
}

/** A folder, or below a prefix of its own in the bucket that TEST_BLOBS names, as DRYDOCK_BLOBS does. */
async function emptyBlobs(context: Context, folder: string): Promise<BlobStore> {
  const bucket = process.env['TEST_BLOBS'] ?? '';
  if (bucket === '') return blobFolder({ folder: join(folder, 'blobs') });
  const address = parseS3Address(bucket);
  if (!address.ok) throw new Error(address.error.message);
  const blobs = await s3Blobs({ address: { ...address.value, prefix: `${randomUUID()}/` } });
  context.after(() => blobs.close());
  return blobs;
}

async function startRegistry(
  context: Context,
  world: Omit<RegistryWorld, 'start'>,
  options: StartOptions,
): Promise<RegistryUnderTest> {
  const { database, errors } = world;
  const log: Log = {
    info: () => undefined,
    warn: () => undefined,
    error: (message, fields) => errors.push(`${message} ${JSON.stringify(fields)}`),
  };
  const notifications = openNotifications(database.url, log);
  const ready = Promise.withResolvers<Registry>();
  const server = createServer(
    (request, response) => void ready.promise.then((made) => made.handle(request, response)),
  );
  server.on(
    'checkContinue',
    (request, response) =>
      void ready.promise.then((made) => made.handleExpecting(request, response)),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = portOf(server);
  const self = { id: options.peerId ?? ONLY, address: `http://127.0.0.1:${port}` };
  const registry = await createRegistry(
    {
      access: world.access,
      records: registryRecords(database.kysely),
      changes: registryChanges(notifications),
      blobs: options.blobs ?? world.blobs,
      shelf: undefined,
      listener: { manifestPushed: (event) => world.pushed.push(event) },
      observer: options.observer ?? SILENT,
      clock: world.clock,
      log,
      originOf: ({ headers }) => `http://${headers.host}`,
      addressOf: ({ socket }) => socket.remoteAddress ?? '',
      ...options.ports,
    },
    {
      spoolFolder: options.spoolFolder ?? join(world.folder, 'uploads'),
      service: 'registry.test',
      peers: { self, secrets: [Buffer.alloc(32, 'peers')] },
      deletion: options.deletion ?? 'enabled',
      limits: { ...DEFAULT_REGISTRY_LIMITS, ...options.limits },
    },
  );
  ready.resolve(registry);
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    agent.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await registry.close();
    await notifications.close();
  };
  context.after(close);
  return { registry, port, ask: (...what) => ask(agent, port, ...what), close };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : assert.fail('no port');
}

async function ask(
  agent: Agent,
  port: number,
  method: string,
  path: string,
  { headers = {}, body, token = 'tester|*:pull,push,delete' }: AskOptions = {},
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const request = httpRequest({
    agent,
    port,
    host: '127.0.0.1',
    method,
    path,
    headers: {
      ...(token !== '' && { authorization: `Bearer ${Buffer.from(token).toString('base64url')}` }),
      ...(body !== undefined &&
        headers['transfer-encoding'] === undefined && {
          'content-length': String(Buffer.byteLength(body)),
        }),
      ...headers,
    },
  });
  request.once('error', reject).once('response', (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.once('error', reject).once('end', () => {
      const bytes = Buffer.concat(chunks);
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        body: bytes,
        code: /"code":"(\w+)"/.exec(bytes.toString())?.[1],
        json: () => recordOf(JSON.parse(bytes.toString())),
      });
    });
  });
  request.end(body);
  return await promise;
}

export function digestOf(bytes: Uint8Array | string, algorithm = 'sha256'): string {
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
}

export const IMAGE = 'application/vnd.oci.image.manifest.v1+json';
export const INDEX = 'application/vnd.oci.image.index.v1+json';
export const CONFIG = 'application/vnd.oci.image.config.v1+json';
export const LAYER = 'application/vnd.oci.image.layer.v1.tar+gzip';

/** Pushes a blob as one POST and returns its descriptor. */
export async function pushBlob(
  { ask }: Pick<RegistryUnderTest, 'ask'>,
  name: string,
  bytes: Uint8Array | string,
  mediaType: string = LAYER,
): Promise<{ readonly mediaType: string; readonly digest: string; readonly size: number }> {
  const digest = digestOf(bytes);
  const answer = await ask('POST', `/v2/${name}/blobs/uploads/?digest=${digest}`, { body: bytes });
  assert.equal(answer.status, 201, answer.body.toString());
  return { mediaType, digest, size: Buffer.byteLength(bytes) };
}

export interface PushedImage {
  readonly digest: string;
  readonly text: string;
  readonly descriptor: {
    readonly mediaType: string;
    readonly digest: string;
    readonly size: number;
  };
}

/** Pushes an image of one layer with that content, under a tag or by digest. */
export async function pushImage(
  registry: Pick<RegistryUnderTest, 'ask'>,
  name: string,
  content: string,
  options: { readonly tag?: string; readonly more?: Readonly<Record<string, unknown>> } = {},
): Promise<PushedImage> {
  const config = await pushBlob(registry, name, '{}', CONFIG);
  const layer = await pushBlob(registry, name, content);
  const manifest = { schemaVersion: 2, mediaType: IMAGE, config, layers: [layer], ...options.more };
  return await putText(registry, name, JSON.stringify(manifest), IMAGE, options.tag);
}

/** Pushes an index of manifests that are there. */
export async function pushIndex(
  registry: Pick<RegistryUnderTest, 'ask'>,
  name: string,
  manifests: readonly Readonly<Record<string, unknown>>[],
  options: { readonly tag?: string; readonly more?: Readonly<Record<string, unknown>> } = {},
): Promise<PushedImage> {
  const index = { schemaVersion: 2, mediaType: INDEX, manifests, ...options.more };
  return await putText(registry, name, JSON.stringify(index), INDEX, options.tag);
}

async function putText(
  { ask }: Pick<RegistryUnderTest, 'ask'>,
  name: string,
  text: string,
  mediaType: string,
  tag: string | undefined,
): Promise<PushedImage> {
  const digest = digestOf(text);
  const answer = await ask('PUT', `/v2/${name}/manifests/${tag ?? digest}`, {
    body: text,
    headers: { 'content-type': mediaType },
  });
  assert.equal(answer.status, 201, answer.body.toString());
  return { digest, text, descriptor: { mediaType, digest, size: Buffer.byteLength(text) } };
}
