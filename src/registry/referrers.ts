import { arrayOf, DEFAULT_LIMITS, isRecord, parseJson, recordOf, stringOf } from '../base/index.ts';
import { parseDigest } from '../model/index.ts';
import type { Digest } from '../model/index.ts';
import type { Context } from './endpoint.ts';
import { repositoryToPull } from './endpoint.ts';
import type { Exchange } from './exchange.ts';
import { answer } from './exchange.ts';
import { nextLink, PAGE, pageOf } from './paging.ts';
import type { ReferrerRow } from './records.ts';

const INDEX = 'application/vnd.oci.image.index.v1+json';
/** Clients read no manifest over 4 MiB; a page stays below, with room for the last descriptor. */
const PAGE_BYTES = 3 * 1024 * 1024;

/**
 * Manifests whose subject is this digest, in the order of their digests, and those that a client of a
 * registry without this list wrote into an index under the tag `sha256-<hex>`.
 * https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#listing-referrers
 */
export async function answerReferrers(
  context: Context,
  exchange: Exchange,
  { name, digest }: { readonly name: string; readonly digest: Digest },
): Promise<void> {
  const { repository } = await repositoryToPull(context, exchange, name);
  const { limit, after } = pageOf(exchange.query);
  const artifactType = exchange.query.get('artifactType') ?? undefined;
  const wanted = { subject: digest, artifactType, after, limit: Math.max(limit, 1) + 1 };
  const rows = repository
    ? merged(
        await context.ports.records.referrers({ repositoryId: repository.id, ...wanted }),
        await fallbackReferrers(context, repository.id, wanted),
      )
    : [];
  const page = fitting(rows, limit);
  const body =
    `{"schemaVersion":2,"mediaType":"${INDEX}",` +
    `"manifests":[${page.map(({ descriptor }) => descriptor).join(',')}]}`;
  const hasMore = page.length < rows.length && limit > 0;
  const parameters = {
    artifactType,
    n: limit === PAGE ? undefined : String(limit),
    last: page.at(-1)?.digest,
  };
  answer(
    exchange,
    200,
    {
      'Content-Type': INDEX,
      ...(artifactType !== undefined && { 'OCI-Filters-Applied': 'artifactType' }),
      ...(hasMore && { Link: nextLink(`/v2/${name}/referrers/${digest}`, parameters) }),
    },
    body,
  );
}

function fitting(rows: readonly ReferrerRow[], limit: number): readonly ReferrerRow[] {
  let bytes = 0;
  const tooMuch = rows.findIndex(({ descriptor }) => {
    bytes += descriptor.length;
    return bytes > PAGE_BYTES;
  });
  // One that is larger than a page still is on one.
  const end = tooMuch < 0 ? limit : Math.min(limit, Math.max(tooMuch, 1));
  return rows.slice(0, end);
}

interface Wanted {
  readonly subject: Digest;
  readonly artifactType: string | undefined;
  readonly after: string;
}

/** What stands in the index under the fallback tag, if there is one. */
async function fallbackReferrers(
  { known }: Context,
  repositoryId: number,
  { subject, artifactType, after }: Wanted,
): Promise<readonly ReferrerRow[]> {
  const digest = await known.tagged(repositoryId, subject.replace(':', '-'));
  const index = digest && (await known.manifest(repositoryId, digest));
  if (!index) return [];
  const json = parseJson(index.bytes, { nesting: DEFAULT_LIMITS.nesting });
  const listed = arrayOf(recordOf(json.ok ? json.value : undefined)['manifests']);
  return listed.filter(isRecord).flatMap((descriptor) => {
    const child = parseDigest(stringOf(descriptor['digest']) ?? '');
    const isWanted =
      artifactType === undefined || stringOf(descriptor['artifactType']) === artifactType;
    return child && isWanted && child > after
      ? [{ digest: child, descriptor: JSON.stringify(descriptor) }]
      : [];
  });
}

/** Each digest once, our own record of it first, in order. */
function merged(own: readonly ReferrerRow[], others: readonly ReferrerRow[]): ReferrerRow[] {
  if (others.length === 0) return [...own];
  const rows = new Map([...others, ...own].map((row) => [row.digest, row]));
  return [...rows.values()].toSorted((a, b) => (a.digest < b.digest ? -1 : 1));
}
