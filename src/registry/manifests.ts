import { algorithmOf } from '../model/index.ts';
import type { Digest } from '../model/index.ts';
import type { Grant, RepositoryRef } from './access.ts';
import type { Context } from './endpoint.ts';
import {
  actorName,
  found,
  leaseOf,
  repositoryGone,
  repositoryToDelete,
  repositoryToPull,
  repositoryToPush,
} from './endpoint.ts';
import type { Exchange } from './exchange.ts';
import { answer, bodyOf, declaredLength } from './exchange.ts';
import { matchesTag } from './immutable-tags.ts';
import type { PushedManifest } from './pushed-manifest.ts';
import { digestBytes, hasDigest, readPushedManifest } from './pushed-manifest.ts';
import { readBody } from './read-body.ts';
import type { PutRefusal } from './records.ts';
import { Refusal } from './refusal.ts';
import type { Reference } from './route.ts';
import { isTag } from './route.ts';

interface Target {
  readonly name: string;
  readonly reference: Reference;
}

/** GET and HEAD: what is stored, whatever the client would rather have. */
export async function answerManifest(
  context: Context,
  exchange: Exchange,
  { name, reference }: Target,
): Promise<void> {
  const { repository } = await repositoryToPull(context, exchange, name);
  const { id } = found(repository, name);
  const digest =
    reference.kind === 'digest' ? reference.digest : await context.known.tagged(id, reference.tag);
  const manifest = digest && (await context.known.manifest(id, digest));
  if (!manifest) throw unknownManifest(name, reference);
  const headers = {
    'Docker-Content-Digest': manifest.digest,
    ETag: `"${manifest.digest}"`,
    // By tag it may be another one the next moment.
    'Cache-Control': reference.kind === 'tag' ? 'no-cache' : 'private, max-age=31536000, immutable',
  };
  if (isKnown(exchange.request.headers['if-none-match'], manifest.digest)) {
    exchange.response.writeHead(304, headers).end();
    return;
  }
  answer(
    exchange,
    200,
    {
      ...headers,
      'Content-Type': manifest.mediaType,
      'Content-Length': manifest.bytes.length,
    },
    manifest.bytes,
  );
  // Clients that only look whether it changed ask with HEAD.
  if (exchange.request.method === 'GET') context.pulls.pulled(id, manifest.digest);
}

/** Whether the client says that it has these bytes. */
export function isKnown(ifNoneMatch: string | undefined, digest: Digest): boolean {
  return ifNoneMatch !== undefined && (ifNoneMatch === '*' || ifNoneMatch.includes(`"${digest}"`));
}

function unknownManifest(name: string, reference: Reference): Refusal {
  const what = reference.kind === 'tag' ? `tag ${reference.tag}` : `manifest ${reference.digest}`;
  return new Refusal('MANIFEST_UNKNOWN', `${name} has no ${what}`);
}

/** PUT: stores it, moves tags, tells who listens. */
export async function putManifest(
  context: Context,
  exchange: Exchange,
  { name, reference }: Target,
): Promise<void> {
  const { ports, settings, known } = context;
  const { limits } = settings;
  const { grant, repository } = await repositoryToPush(context, exchange, name);
  const tags = tagsOf(exchange, reference);
  const bytes = await manifestBody(exchange, limits.manifestBytes);
  const manifest = readPush(exchange, bytes, reference, limits);
  const lease = leaseOf(context);
  const put = await ports.records.putManifest({
    ...manifest,
    repositoryId: repository.id,
    tags,
    isImmutable: matchesTag,
    actor: actorName(grant),
    lease,
  });
  if (!put.ok) throw refusalOf(put.error, name);
  known.forget(repository.id);
  tell(context, { repository, grant, manifest, tags, at: lease.now });
  answer(exchange, 201, {
    Location: `/v2/${name}/manifests/${manifest.digest}`,
    'Docker-Content-Digest': manifest.digest,
    ...(manifest.subject && { 'OCI-Subject': manifest.subject }),
    ...(exchange.query.has('tag') && { 'OCI-Tag': [...tags] }),
  });
}

/** Tags of one push: as many as an image has names. */
const TAGS = 100;

/** The tag of the path, or those of `?tag=` beside a digest. */
function tagsOf({ query }: Exchange, reference: Reference): readonly string[] {
  const wanted = [...new Set(query.getAll('tag'))];
  if (reference.kind === 'tag') {
    if (wanted.length === 0) return [reference.tag];
    throw new Refusal('UNSUPPORTED', 'tag= goes with a digest in the path', { status: 400 });
  }
  if (wanted.length > TAGS) {
    throw new Refusal('SIZE_INVALID', `more than ${TAGS} tags in one push`, { status: 414 });
  }
  const wrong = wanted.find((tag) => !isTag(tag));
  if (wrong === undefined) return wanted;
  throw new Refusal('MANIFEST_INVALID', `${JSON.stringify(wrong.slice(0, 200))} cannot be a tag`);
}

async function manifestBody(exchange: Exchange, limit: number): Promise<Buffer> {
  const tooLarge = (): Refusal =>
    new Refusal('SIZE_INVALID', `a manifest over the ${limit} bytes allowed`, { status: 413 });
  if ((declaredLength(exchange) ?? 0) > limit) throw tooLarge();
  return await readBody(bodyOf(exchange), limit, tooLarge);
}

function readPush(
  { request }: Exchange,
  bytes: Buffer,
  reference: Reference,
  limits: Context['settings']['limits'],
): PushedManifest {
  if (reference.kind === 'digest' && !hasDigest(bytes, reference.digest)) {
    const is = digestBytes(bytes, algorithmOf(reference.digest));
    throw new Refusal('DIGEST_INVALID', `the digest of these ${bytes.length} bytes is ${is}`);
  }
  const digest = reference.kind === 'digest' ? reference.digest : digestBytes(bytes, 'sha256');
  const read = readPushedManifest(bytes, digest, request.headers['content-type'], limits);
  if (read.ok) return read.value;
  throw new Refusal('MANIFEST_INVALID', read.error.message);
}

function refusalOf(refusal: PutRefusal, name: string): Refusal {
  switch (refusal.kind) {
    case 'unknown-references': {
      const named = refusal.digests.slice(0, 10).join(', ');
      return new Refusal('MANIFEST_BLOB_UNKNOWN', `${name} does not hold ${named}: push it first`);
    }
    case 'wrong-size': {
      const message = `${refusal.digest} has ${refusal.size} bytes, and the manifest says otherwise`;
      return new Refusal('MANIFEST_INVALID', message);
    }
    case 'immutable-tag': {
      const message = `tag ${refusal.tag} is immutable and points to ${refusal.digest}; choose another tag`;
      return new Refusal('DENIED', message, { status: 409 });
    }
    case 'repository-gone':
      return repositoryGone({ name });
    default:
      return refusal satisfies never;
  }
}

interface Pushed {
  readonly repository: RepositoryRef;
  readonly grant: Grant;
  readonly manifest: PushedManifest;
  readonly tags: readonly string[];
  readonly at: Date;
}

function tell({ ports }: Context, { repository, grant, manifest, tags, at }: Pushed): void {
  for (const tag of tags.length === 0 ? [undefined] : tags) {
    ports.listener.manifestPushed({
      repositoryId: repository.id,
      repository: repository.name,
      digest: manifest.digest,
      tag,
      actor: actorName(grant),
      at,
    });
  }
}

/** DELETE: of a tag only the tag, of a digest the manifest and every tag that points to it. */
export async function deleteManifest(
  context: Context,
  exchange: Exchange,
  { name, reference }: Target,
): Promise<void> {
  const { ports, known } = context;
  const { grant, repository } = await repositoryToDelete(context, exchange, name);
  const about = {
    repositoryId: repository.id,
    isImmutable: matchesTag,
    actor: actorName(grant),
    now: new Date(ports.clock.now()),
  };
  const removal =
    reference.kind === 'tag'
      ? await ports.records.removeTag({ ...about, tag: reference.tag, digest: undefined })
      : await ports.records.removeManifest({ ...about, digest: reference.digest });
  if (removal.kind === 'missing') throw unknownManifest(name, reference);
  if (removal.kind === 'immutable-tag') {
    const message = `tag ${removal.tag} is immutable: change the repository's settings to delete it`;
    throw new Refusal('DENIED', message, { status: 409 });
  }
  known.forget(repository.id);
  answer(exchange, 202, {});
}
