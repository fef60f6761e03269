import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { TestContext } from 'node:test';
import type { AccountsOptions } from '../accounts/index.ts';
import type { AnalysisState, QueueItem, ReferenceAnalysis } from '../analyses/index.ts';
import type { Failure, Result } from '../base/index.ts';
import { err, failure, ok } from '../base/index.ts';
import { parseDigest } from '../model/index.ts';
import type { Digest } from '../model/index.ts';
import type { TestAccounts } from '../store/accounts-world.contract.ts';
import { withAccounts } from '../store/accounts-world.contract.ts';
import { fleetRecords } from '../store/index.ts';
import { QUIET } from '../store/test-database.contract.ts';
import type { ApiOptions } from './api-options.ts';
import type { Api } from './create-api.ts';
import { createApi } from './create-api.ts';
import type { Feeds } from './feeds.ts';
import { idempotencyInMemory } from './idempotency-in-memory.contract.ts';
import type { Images } from './images.ts';
import type { Storage } from './storage.ts';

/** The API on real accounts; images and analyses are small fakes of the ports. */
export interface SmallServer extends TestAccounts {
  readonly url: string;
  readonly options: ApiOptions;
  readonly logged: string[];
  call(method: string, path: string, request?: CallRequest): Promise<Called>;
}

export interface CallRequest {
  readonly token?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Called {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; `{}` when it is none. */
  readonly body: Readonly<Record<string, unknown>>;
}

export const DIGEST: Digest = digestOf('a');

export function digestOf(letter: string): Digest {
  const digest = parseDigest(`sha256:${letter.repeat(64)}`);
  if (digest === undefined) throw new Error(`${letter} makes no digest`);
  return digest;
}

export async function withServer(
  t: Pick<TestContext, 'after'>,
  create: (options: ApiOptions) => Promise<Api> = createApi,
  accountsOptions: Partial<AccountsOptions> = {},
): Promise<SmallServer> {
  const made = await withAccounts(t, accountsOptions);
  const logged: string[] = [];
  const options: ApiOptions = {
    accounts: made.accounts,
    analyses: fakeAnalyses(),
    images: fakeImages(),
    feeds: fakeFeeds(),
    storage: fakeStorage(),
    vulnerabilities: fakeVulnerabilities(),
    fleet: fleetRecords(made.database.kysely),
    idempotency: idempotencyInMemory(),
    health: {
      checks: () => Promise.resolve([{ name: 'database', isFine: true }]),
      details: () =>
        Promise.resolve({
          findings: [{ name: 'disk', kind: 'warning', what: 'little is left', help: 'make room' }],
          versions: { drydock: '1.2.3' },
        }),
      isAccepting: () => true,
      metrics: () => Promise.resolve({ mediaType: 'text/plain', text: 'up 1\n' }),
    },
    clock: made.world.clock,
    log: { ...QUIET, error: (message, fields) => logged.push(JSON.stringify([message, fields])) },
    newId: randomUUID,
    version: '1.2.3',
    publicUrl: 'http://drydock.test',
    clientAddress: () => '192.0.2.1',
    checkAnswer: (schema, answer) => {
      const checked = schema.safeParse(answer);
      if (!checked.success) throw new Error(`the answer is not its schema’s: ${checked.error}`);
    },
  };
  const api = await create(options);
  const server = createServer((request, response) => api.handle(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(async () => {
    server.closeAllConnections();
    server.close();
    await api.close();
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  const url = `http://127.0.0.1:${address.port}`;
  return { ...made, url, options, logged, call: (...given) => call(url, ...given) };
}

async function call(
  url: string,
  method: string,
  path: string,
  { token, body, headers = {} }: CallRequest = {},
): Promise<Called> {
  const response = await fetch(url + path, {
    method,
    redirect: 'manual',
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: jsonOf(text) };
}

function jsonOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

const COMPLETE: AnalysisState = { kind: 'complete' };

/** Every repository has the tags `v1` and `latest`, of one image that is analyzed. */
function fakeAnalyses(): ApiOptions['analyses'] {
  const analysis: ReferenceAnalysis = { digest: DIGEST, state: COMPLETE, platforms: [] };
  return {
    activated: (ids) => Promise.resolve({ queued: ids.length }),
    deactivated: () => Promise.resolve({ cancelled: 0 }),
    stateOf: (_, reference) => Promise.resolve(isThere(reference) ? analysis : undefined),
    report: noReport,
    view: noReport,
    contents: noReport,
    hierarchy: noReport,
    basesFor: noReport,
    upgrades: noReport,
    basesInUse: () => Promise.resolve([]),
    importBase: () => Promise.resolve(),
    publicBases: () => Promise.resolve([]),
    removeBase: () => Promise.resolve(false),
    statesOf: (_, digests) => Promise.resolve(new Map(digests.map((digest) => [digest, analysis]))),
    lastChange: () => Promise.resolve(undefined),
    firstSeen: (_, names) => Promise.resolve(names.map(() => undefined)),
    packages: () => Promise.resolve(ok([])),
    exportReport: noReport,
    explain: noReport,
    history: () => Promise.resolve([]),
    rerun: () => Promise.resolve(ok(analysis)),
    cancel: () => Promise.resolve(ok(analysis)),
    pushSbom: () => Promise.resolve(ok(analysis)),
    queue: () => Promise.resolve({ waiting: 0, working: 0, failed: 0, entries: [] }),
    queueEntries: ({ limit }) => Promise.resolve(FAILED.slice(0, limit)),
    retry: (which) => Promise.resolve(which.kind === 'all' ? 2 : which.digests.length),
    cancelQueued: (which) => Promise.resolve(which.kind === 'all' ? 2 : which.digests.length),
    snapshot: () => ({
      number: 1,
      digest: DIGEST,
      createdAt: '2026-01-01T00:00:00Z',
      isStarter: true,
      namespaces: 3,
      checked: { 'osv/npm': '2026-01-01T00:00:00Z' },
    }),
    snapshotPart: (digest) => (digest === DIGEST ? Buffer.from([0, 159, 255]) : undefined),
    async *events(_, signal) {
      yield {
        kind: 'state',
        repositoryIds: [1],
        digest: DIGEST,
        platform: 'linux/amd64',
        state: COMPLETE,
      };
      await once(signal, 'abort').catch(() => undefined);
    },
  };
}

const FAILED: readonly QueueItem[] = ['1', '2'].map((letter) => ({
  digest: digestOf(letter),
  platform: 'linux/amd64',
  namespace: 'acme',
  state: {
    kind: 'failed',
    code: 'image.tar.truncated',
    message: '=cut off',
    attempt: 1,
    requestId: 'push-1',
  },
  priority: 'interactive',
  queuedAt: '2026-01-01T00:00:00.000Z',
  attempt: 1,
  losses: 0,
  requestId: 'push-1',
  at: [Number(letter), digestOf(letter)],
}));

function noReport(): Promise<Result<never, Failure>> {
  return Promise.resolve(err(failure('analyses.no-report', 'there is no report yet')));
}

function isThere(reference: Parameters<ApiOptions['analyses']['stateOf']>[1]): boolean {
  return reference.kind === 'digest' ? reference.digest === DIGEST : TAGS.includes(reference.tag);
}

const TAGS: readonly string[] = ['latest', 'v1', '=cmd()'];

const AT = '2026-01-01T00:00:00.000Z';

/** One feed that is well and one that never came; the second cannot be fetched. */
function fakeFeeds(): Feeds {
  const facts = { title: 'A feed', licence: 'CC0-1.0', skipped: 0, namespaces: 0, triedAt: AT };
  const kev = { ...facts, name: 'kev', records: 2, bytes: 10, freshAt: AT, isStale: false };
  const error = failure('advisory.fetch.failed', '=no route');
  const npm = { ...facts, name: 'osv/npm', records: 0, bytes: 0, isStale: true, failure: error };
  const snapshots = [2, 1].map((number) => ({
    number,
    digest: digestOf(`${number}`),
    createdAt: AT,
    feeds: 1,
    records: 2,
    bytes: 10,
    isActive: number === 2,
  }));
  return {
    status: () => ({ origins: [], isOffline: false, updates: 0 }),
    feeds: () => ok([kev, npm]),
    snapshots: () => ok(snapshots),
    switchTo: (number) =>
      Promise.resolve(
        number === 1
          ? ok(undefined)
          : err(
              failure(
                'advisory.snapshot.unknown',
                `there is no snapshot ${number}; there are: 1, 2`,
              ),
            ),
      ),
    pin: () => undefined,
    unpin: () => undefined,
    startUpdate: (names) =>
      names?.includes('osv/npm') === true
        ? err(failure('advisory.offline', 'the server is offline'))
        : ok(names?.length ?? 2),
  };
}

function fakeStorage(): Storage {
  const counts = { blobs: 3, bytes: 30, unusedBlobs: 1, unusedBytes: 10, condemnedBlobs: 0 };
  return {
    place: 'folder /srv/blobs',
    counts: () => Promise.resolve({ ...counts, manifests: 2, uploads: 0 }),
    disks: () => [{ folder: '/srv/blobs', freeBytes: 1, totalBytes: 2 }],
    last: (kind) =>
      Promise.resolve(
        kind === 'backup' ? [] : [{ kind, finishedAt: Date.UTC(2026, 0), report: { blobs: 1 } }],
      ),
  };
}

/** It knows nothing: what is found is for the tests of advisories. */
function fakeVulnerabilities(): ApiOptions['vulnerabilities'] {
  const snapshot = {
    number: 1,
    digest: DIGEST,
    createdAt: '2026-01-01T00:00:00Z',
    isStarter: true,
  };
  return {
    find: () => Promise.resolve(ok({ rows: [], total: 0, snapshot })),
    describe: () => Promise.resolve(ok(undefined)),
    idsOf: (id) => Promise.resolve(ok([id])),
    isReady: () => true,
  };
}

function fakeImages(): Images {
  const at = new Date(Date.UTC(2026, 0, 1));
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      digest: digestOf('c'),
      size: 2,
    },
    layers: [
      { mediaType: 'application/vnd.oci.image.layer.v1.tar', digest: digestOf('d'), size: 9 },
    ],
  });
  return {
    tagsOf: () =>
      Promise.resolve(
        TAGS.map((name) => ({ name, digest: DIGEST, movedAt: at, movedBy: 'alice' })),
      ),
    sizesOf: (_, digests) => Promise.resolve(new Map(digests.map((digest) => [digest, 11]))),
    tagHistory: ({ tag, limit }) =>
      Promise.resolve(
        [{ id: 1, tag, digest: DIGEST, at, by: 'alice' }].slice(0, TAGS.includes(tag) ? limit : 0),
      ),
    manifestsIn: (_, digests) => {
      const mediaType = 'application/vnd.oci.image.manifest.v1+json';
      const known = { mediaType, bytes: Buffer.from(manifest) };
      return Promise.resolve(new Map(digests.includes(DIGEST) ? [[DIGEST, known]] : []));
    },
    smallBlob: () => Promise.resolve(Buffer.from('{"os":"linux","architecture":"amd64"}')),
    referrers: () => Promise.resolve([]),
    immutableTags: () => Promise.resolve(['v*']),
    isImmutable: (_, tag) => tag.startsWith('v'),
    removeTag: (_, tag) =>
      Promise.resolve(tag.startsWith('v') ? { kind: 'immutable-tag', tag } : { kind: 'removed' }),
    removeManifest: (_, digest) =>
      Promise.resolve({ kind: digest === DIGEST ? 'removed' : 'missing' }),
    bytesOf: () => Promise.resolve(0),
    collectGarbage: () => Promise.resolve({ manifests: 0, blobs: 0, bytes: 0, uploads: 0 }),
  };
}
