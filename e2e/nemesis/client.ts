import type { Answer, RawRegistry, RawRequest } from '../support/raw-registry.ts';
import { ask, MANIFEST_TYPE, sha256 } from '../support/raw-registry.ts';
import type { Change, RepositoryModel, StoredManifest } from './model.ts';
import { acknowledge, begin, deletionOf, isNeeded, isSurely, surely } from './model.ts';
import type { Seeded } from './seeded.ts';

/** One who writes to a repository of his own, one request after the other, and remembers the answers. */
export interface Writer {
  registry: RawRegistry;
  readonly model: RepositoryModel;
  /** Of the other writers, to mount from. */
  readonly others: readonly RepositoryModel[];
  readonly random: Seeded;
  readonly tally: Tally;
  /** An upload whose connection broke: it must go on after a restart. */
  interrupted: Interrupted | undefined;
}

export interface Interrupted {
  readonly location: string;
  readonly bytes: Buffer;
  /** Bytes that the server said it has. */
  readonly acknowledged: number;
  /** The PUT was sent: the blob may be there, or the upload begin anew, as its Range tells. */
  readonly isFinishing: boolean;
}

export interface Tally {
  acknowledged: number;
  resumed: number;
  readonly violations: string[];
  /** While the database is down, a 503 is an honest answer; no other 5xx is. */
  isTroubled: boolean;
}

/** The answer got lost, or the server could not tell: what was asked for may have happened or not. */
export class Unsure extends Error {}

const INDEX_TYPE = 'application/vnd.oci.image.index.v1+json';
export const ANY_MANIFEST: Readonly<Record<string, string>> = {
  accept: `${MANIFEST_TYPE}, ${INDEX_TYPE}`,
};
const SHARED_CONTENTS = 30;
const TAGS = 12;
/** Of uploads that go on after a restart: their first chunk has more than one byte. */
const SMALLEST = 5;

/** Does one thing; the weights are those of a busy registry with more writes than usual. */
export async function act(writer: Writer): Promise<void> {
  const { random } = writer;
  const at = random.below(100);
  if (at < 55) await pushImage(writer);
  else if (at < 65) await retag(writer);
  else if (at < 73) await pushIndex(writer);
  else if (at < 79) await attach(writer);
  else if (at < 86) await deleteTag(writer);
  else if (at < 92) await deleteManifest(writer);
  else if (at < 95) await deleteBlob(writer);
  else await readSomething(writer);
}

async function pushImage(writer: Writer): Promise<void> {
  const config = await pushContent(writer, writer.random.bytes(64 + writer.random.below(400)));
  const layers: { digest: string; size: number }[] = [];
  for (let n = 1 + writer.random.below(3); n > 0; n -= 1) {
    const bytes = newContent(writer.random);
    await pushContent(writer, bytes);
    layers.push({ digest: sha256(bytes), size: bytes.length });
  }
  const manifest = {
    schemaVersion: 2,
    mediaType: MANIFEST_TYPE,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
    layers: layers.map((layer) => ({
      mediaType: 'application/vnd.oci.image.layer.v1.tar',
      ...layer,
    })),
  };
  const needs = [config.digest, ...layers.map(({ digest }) => digest)];
  await putManifest(writer, tagOf(writer), MANIFEST_TYPE, manifest, needs);
}

async function pushIndex(writer: Writer): Promise<void> {
  const { model, random } = writer;
  const digest = random.pick(surely(model, 'manifest'));
  const child = digest === undefined ? undefined : model.manifests.get(digest);
  if (digest === undefined || !child) return;
  const size = child.bytes.length;
  const index = {
    schemaVersion: 2,
    mediaType: INDEX_TYPE,
    manifests: [{ mediaType: child.mediaType, digest, size }],
    annotations: { nonce: String(random.below(1e9)) },
  };
  await putManifest(writer, tagOf(writer), INDEX_TYPE, index, [digest]);
}

/** A manifest that names another as its subject, pushed by digest. */
async function attach(writer: Writer): Promise<void> {
  const { model, random } = writer;
  const digest = random.pick(surely(model, 'manifest'));
  const subject = digest === undefined ? undefined : model.manifests.get(digest);
  if (digest === undefined || !subject) return;
  const empty = await pushContent(writer, Buffer.from('{}'));
  const artifact = {
    schemaVersion: 2,
    mediaType: MANIFEST_TYPE,
    artifactType: 'application/vnd.example.signature',
    config: { mediaType: 'application/vnd.oci.empty.v1+json', ...empty },
    layers: [{ mediaType: 'application/vnd.oci.empty.v1+json', ...empty }],
    subject: { mediaType: subject.mediaType, digest, size: subject.bytes.length },
    annotations: { nonce: String(random.below(1e9)) },
  };
  await putManifest(writer, undefined, MANIFEST_TYPE, artifact, [empty.digest], digest);
}

async function retag(writer: Writer): Promise<void> {
  const digest = writer.random.pick(surely(writer.model, 'manifest'));
  const stored = digest === undefined ? undefined : writer.model.manifests.get(digest);
  if (!stored) return;
  await putBytes(writer, tagOf(writer), stored);
}

async function putManifest(
  writer: Writer,
  tag: string | undefined,
  mediaType: string,
  manifest: object,
  needs: readonly string[],
  subject?: string,
): Promise<void> {
  const bytes = Buffer.from(JSON.stringify(manifest));
  await putBytes(writer, tag, { bytes, mediaType, needs, subject });
}

async function putBytes(
  writer: Writer,
  tag: string | undefined,
  stored: StoredManifest,
): Promise<void> {
  const digest = sha256(stored.bytes);
  writer.model.manifests.set(digest, stored);
  const changes: Change[] = [{ key: `manifest:${digest}`, to: digest }];
  if (tag !== undefined) changes.push({ key: `tag:${tag}`, to: digest });
  await write(writer, changes, 201, `manifests/${tag ?? digest}`, {
    method: 'PUT',
    headers: { 'content-type': stored.mediaType },
    body: stored.bytes,
  });
}

async function deleteTag(writer: Writer): Promise<void> {
  const tag = writer.random.pick(surely(writer.model, 'tag'));
  if (tag === undefined) return;
  const changes = [{ key: `tag:${tag}`, to: undefined }];
  await write(writer, changes, 202, `manifests/${tag}`, { method: 'DELETE' });
}

/** One that no index lists: that would be for the index to say. */
async function deleteManifest(writer: Writer): Promise<void> {
  const { model, random } = writer;
  const digest = random.pick(surely(model, 'manifest'));
  if (digest === undefined || isNeeded(model, digest)) return;
  await write(writer, deletionOf(model, digest), 202, `manifests/${digest}`, { method: 'DELETE' });
}

async function deleteBlob(writer: Writer): Promise<void> {
  const { model, random } = writer;
  const digest = random.pick(surely(model, 'blob'));
  if (digest === undefined || isNeeded(model, digest)) return;
  const changes = [{ key: `blob:${digest}`, to: undefined }];
  await write(writer, changes, 202, `blobs/${digest}`, { method: 'DELETE' });
}

async function readSomething(writer: Writer): Promise<void> {
  const { model, random } = writer;
  const digest = random.pick(surely(model, 'manifest'));
  if (digest === undefined) return;
  const answer = await request(writer, `manifests/${digest}`, { headers: ANY_MANIFEST });
  if (answer.status === 200 && sha256(answer.body) === digest) return;
  if (writer.tally.isTroubled && answer.status === 503) return;
  writer.tally.violations.push(`${model.name}@${digest} reads ${answer.status} while it is there`);
}

/** Some contents are pushed by all, so that pushes of the same bytes meet. */
function newContent(random: Seeded): Buffer {
  if (random.chance(0.2)) return Buffer.alloc(3000, `shared ${random.below(SHARED_CONTENTS)} `);
  const sizes = [0, 1, 700, 5000, 60_000, 300_000];
  return random.bytes((random.pick(sizes) ?? 0) + random.below(100));
}

async function pushContent(
  writer: Writer,
  bytes: Buffer,
): Promise<{ readonly digest: string; readonly size: number }> {
  const { model, random } = writer;
  const digest = sha256(bytes);
  const key = `blob:${digest}`;
  const blob = { digest, size: bytes.length };
  // As clients do: what is there already is not sent.
  if (isSurely(model, key, digest)) {
    const answer = await request(writer, `blobs/${digest}`, { method: 'HEAD' });
    if (answer.status === 200) return blob;
    if (writer.tally.isTroubled && answer.status === 503) throw new Unsure('503');
    writer.tally.violations.push(`${model.name} has lost ${digest}: HEAD ${answer.status}`);
  }
  const changes = [{ key, to: digest }];
  begin(model, changes);
  const location = await startUpload(writer, digest);
  if (location !== undefined) await sendContent(writer, location, bytes, digest);
  settle(writer, changes);
  if (random.chance(0.1)) await request(writer, `blobs/${digest}`, { method: 'HEAD' });
  return blob;
}

/** `undefined` when the blob was mounted: nothing is to be sent. */
async function startUpload(writer: Writer, digest: string): Promise<string | undefined> {
  const { random, others } = writer;
  const from = random.chance(0.3)
    ? others.find((other) => isSurely(other, `blob:${digest}`, digest))
    : undefined;
  const query = from ? `?mount=${digest}&from=${from.name}` : '';
  const started = await request(writer, `blobs/uploads/${query}`, { method: 'POST' });
  if (from && started.status === 201) return undefined;
  return locationOf(expected(writer, started, 202, 'POST of an upload'));
}

async function sendContent(
  writer: Writer,
  first: string,
  bytes: Buffer,
  digest: string,
): Promise<void> {
  const { random } = writer;
  let location = first;
  let sent = 0;
  if (random.chance(0.8)) {
    const chunks = random.chance(0.3) ? 3 : 1;
    for (let n = 1; n <= chunks; n += 1) {
      const end = Math.ceil((bytes.length * n) / (chunks + (random.chance(0.2) ? 1 : 0)));
      writer.interrupted = { location, bytes, acknowledged: sent, isFinishing: false };
      location = await sendChunk(writer, location, bytes.subarray(sent, end), sent);
      sent = end;
      if (sent === bytes.length) break;
    }
  }
  writer.interrupted = { location, bytes, acknowledged: sent, isFinishing: true };
  await finishUpload(writer, location, bytes.subarray(sent), digest);
  writer.interrupted = undefined;
}

async function sendChunk(
  writer: Writer,
  location: string,
  chunk: Buffer,
  from: number,
): Promise<string> {
  const range = { 'content-range': `${from}-${from + chunk.length - 1}` };
  const headers = { 'content-type': 'application/octet-stream' };
  const patched = await send(writer, location, {
    method: 'PATCH',
    headers: chunk.length > 0 ? { ...headers, ...range } : headers,
    body: chunk,
  });
  return locationOf(expected(writer, patched, 202, 'PATCH of an upload'));
}

async function finishUpload(
  writer: Writer,
  location: string,
  rest: Buffer,
  digest: string,
): Promise<void> {
  const url = new URL(location, `http://${writer.registry.host}`);
  url.searchParams.set('digest', digest);
  const headers = { 'content-type': 'application/octet-stream' };
  const path = url.pathname + url.search;
  const put = await send(writer, path, { method: 'PUT', headers, body: rest });
  expected(writer, put, 201, 'PUT of an upload');
}

/** After a restart: the server has all that it acknowledged of an upload, and goes on from there. */
export async function resume(writer: Writer): Promise<void> {
  const { interrupted, model, tally } = writer;
  writer.interrupted = undefined;
  if (!interrupted || interrupted.bytes.length < SMALLEST) return;
  const { location, bytes, acknowledged, isFinishing } = interrupted;
  const digest = sha256(bytes);
  const status = await send(writer, location, {});
  if (status.status === 404) {
    // Finished just before, or the server lost it.
    const head = await request(writer, `blobs/${digest}`, { method: 'HEAD' });
    if (head.status !== 200 && acknowledged > 0 && !isFinishing) {
      tally.violations.push(`an upload to ${model.name} with ${acknowledged} bytes is gone`);
    }
    return;
  }
  const kept = bytesKept(status);
  if (kept < acknowledged && !isFinishing) {
    tally.violations.push(`an upload to ${model.name} has ${kept} of ${acknowledged} bytes`);
    return;
  }
  const changes = [{ key: `blob:${digest}`, to: digest }];
  begin(model, changes);
  const next = typeof status.headers.location === 'string' ? status.headers.location : location;
  await finishUpload(writer, next, bytes.subarray(kept), digest);
  settle(writer, changes);
  tally.resumed += 1;
}

/** `0-0` is said of none as of one byte: no first chunk is that small. */
function bytesKept({ headers }: Answer): number {
  const last = /^(?:bytes=)?0-(\d+)$/.exec(String(headers.range))?.[1] ?? '0';
  return last === '0' ? 0 : Number(last) + 1;
}

function tagOf({ random }: Writer): string {
  return `v${random.below(TAGS)}`;
}

async function write(
  writer: Writer,
  changes: readonly Change[],
  status: number,
  path: string,
  what: RawRequest,
): Promise<void> {
  begin(writer.model, changes);
  const answer = await request(writer, path, what);
  expected(writer, answer, status, `${what.method} ${path}`);
  settle(writer, changes);
}

function settle(writer: Writer, changes: readonly Change[]): void {
  acknowledge(writer.model, changes);
  writer.tally.acknowledged += 1;
}

function request(writer: Writer, path: string, what: RawRequest = {}): Promise<Answer> {
  return send(writer, `/v2/${writer.model.name}/${path}`, what);
}

async function send(writer: Writer, path: string, what: RawRequest): Promise<Answer> {
  try {
    return await ask(writer.registry, path, what);
  } catch (error) {
    throw new Unsure('the connection broke', { cause: error });
  }
}

function expected(writer: Writer, answer: Answer, status: number, what: string): Answer {
  if (answer.status === status) return answer;
  if (!(writer.tally.isTroubled && answer.status === 503)) {
    writer.tally.violations.push(
      `${writer.model.name}: ${what} answered ${answer.status} in place of ${status}: ${toldBy(answer)}`,
    );
  }
  throw new Unsure(`${answer.status}`);
}

/** For a violation: the log tells more by the id of the request. */
export function toldBy({ headers, body }: Answer): string {
  return `${body.toString().slice(0, 300)} (request ${String(headers['x-request-id'])})`;
}

function locationOf(answer: Answer): string {
  const { location } = answer.headers;
  if (location === undefined) throw new Error('an answer without a Location');
  return location;
}
