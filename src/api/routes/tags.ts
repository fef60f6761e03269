import { isAllowed } from '../../accounts/index.ts';
import type { AnalysisState, ReferenceAnalysis } from '../../analyses/index.ts';
import type { Digest } from '../../model/index.ts';
import type { TagMove, TagRow } from '../../registry/index.ts';
import type { ApiOptions } from '../api-options.ts';
import type {
  ImageChange,
  Operations,
  SeverityCounts,
  Tag,
  TagPage,
} from '../contract/operations.ts';
import type { Handlers } from '../handlers.ts';
import type { ManifestReader } from '../image-facts.ts';
import { decodeCursor, encodeCursor, pageOf, pageOfKeyed, PER_PAGE } from '../paging.ts';
import { ProblemError } from '../problem.ts';
import type { RequestContext } from '../request-context.ts';
import { repositoryOf } from '../request-context.ts';
import { tableFile } from '../table-file.ts';
import { actorName, noteRemoval, requireDeletion } from './removals.ts';
import { imageChange, severityCounts, timeText } from './present.ts';

export function tagHandlers(
  options: ApiOptions,
  manifests: ManifestReader,
): Handlers<'listTags' | 'exportTags' | 'getTag' | 'deleteTag' | 'listTagHistory'> {
  const { images } = options;
  return {
    listTags: (input, context) => listTags(input, context, options, manifests),
    exportTags: ({ format, ...filters }, context) =>
      tableFile({
        name: 'tags',
        format,
        columns: COLUMNS,
        read: (page) => listTags({ ...filters, ...page }, context, options, manifests),
      }),
    getTag: async ({ tag }, context) => {
      const { id } = repositoryOf(context);
      const row = await tagNamed(options, id, tag);
      const [states, present] = [
        await statesFor([row], context, options),
        await presenter([row], context, options, manifests),
      ];
      const analysis = states?.get(row.digest);
      const shown = present(row, analysis);
      if (!analysis || !shown.analysis) return shown;
      const change = await changeOf(id, tag, analysis, options);
      return { ...shown, analysis: { ...shown.analysis, ...(change && { change }) } };
    },
    deleteTag: async ({ tag }, context) => {
      requireDeletion(options);
      const { id, name } = repositoryOf(context);
      const { digest } = await tagNamed(options, id, tag);
      const removal = await images.removeTag(id, tag, actorName(context));
      await noteRemoval(removal, 'tag.delete', `${name}:${tag}`, context, options);
      const others = (await images.tagsOf(id)).filter((one) => one.digest === digest);
      return { digest, otherTags: others.map((one) => one.name) };
    },
    listTagHistory: async ({ tag, limit = PER_PAGE, after }, context) => {
      const cursor = after === undefined ? undefined : decodeCursor('tag-history', 1, after)[0];
      const moves = await images.tagHistory({
        repositoryId: repositoryOf(context).id,
        tag,
        before: typeof cursor === 'number' ? cursor : undefined,
        limit: limit + 1,
      });
      if (moves.length === 0 && after === undefined) throw new ProblemError('resource.missing');
      return pageOf(moves, limit, moveCursor, ({ digest, at, by }) => ({
        ...(digest !== undefined && { digest }),
        at: timeText(at),
        by,
      }));
    },
  };
}

const COLUMNS: Readonly<Record<string, (tag: Tag) => string | number | undefined>> = {
  tag: ({ name }) => name,
  digest: ({ digest }) => digest,
  platforms: ({ platforms }) => platforms.join(' '),
  compressed_size: ({ compressedSize }) => compressedSize,
  pushed_at: ({ pushedAt }) => pushedAt,
  pushed_by: ({ pushedBy }) => pushedBy,
  pulled_at: ({ pulledAt }) => pulledAt,
  state: ({ analysis }) => analysis?.state.kind,
  critical: ({ analysis }) => analysis?.counts?.critical,
  high: ({ analysis }) => analysis?.counts?.high,
  medium: ({ analysis }) => analysis?.counts?.medium,
  low: ({ analysis }) => analysis?.counts?.low,
  unknown: ({ analysis }) => analysis?.counts?.unknown,
};

type ListInput = Operations['listTags']['input'];

/** All are read where the order or a filter asks what only their analyses tell; else those of the page. */
async function listTags(
  { limit = PER_PAGE, after, search = '', sort = 'name', state }: ListInput,
  context: RequestContext,
  options: ApiOptions,
  manifests: ManifestReader,
): Promise<TagPage> {
  const { id } = repositoryOf(context);
  const { images } = options;
  const named = (await images.tagsOf(id)).filter(({ name }) => name.includes(search));
  const needsAll = sort === 'severity' || state !== undefined;
  const all = needsAll ? await statesFor(named, context, options) : undefined;
  const rows = state === undefined ? named : named.filter(isIn(state.split(','), all));
  const sizes =
    sort === 'largest'
      ? await images.sizesOf(
          id,
          rows.map(({ digest }) => digest),
        )
      : undefined;
  const keyed = rows.map((row) => {
    const figures = { size: sizes?.get(row.digest), counts: countsOf(all?.get(row.digest)) };
    return { item: row, key: `${ORDERS[sort](row, figures)}${row.name}` };
  });
  const page = pageOfKeyed(keyed, { list: `tags ${sort}`, limit, after });
  const states = all ?? (await statesFor(page.items, context, options));
  const present = await presenter(page.items, context, options, manifests);
  return { ...page, items: page.items.map((row) => present(row, states?.get(row.digest))) };
}

function isIn(
  states: readonly string[],
  known: ReadonlyMap<Digest, ReferenceAnalysis> | undefined,
): (row: TagRow) => boolean {
  const wanted = new Set<string | undefined>(states);
  return ({ digest }) =>
    wanted.has(known?.get(digest)?.state.kind satisfies AnalysisState['kind'] | undefined);
}

interface Figures {
  readonly size: number | undefined;
  readonly counts: SeverityCounts | undefined;
}

/** What comes before the name. Numbers go down as their distance to a far end goes up. */
const ORDERS: Readonly<
  Record<NonNullable<ListInput['sort']>, (row: TagRow, figures: Figures) => string>
> = {
  name: () => '',
  newest: ({ movedAt }) => down(movedAt.getTime()),
  pulled: ({ pulledAt }) => down(pulledAt?.getTime() ?? 0),
  largest: (_, { size = 0 }) => down(size),
  severity: (_, { counts }) =>
    counts
      ? [counts.critical, counts.high, counts.medium, counts.low, counts.unknown].map(down).join('')
      : '~',
};

const FAR = 8.64e15;

function down(value: number): string {
  return `${String(FAR - value).padStart(16, '0')} `;
}

async function tagNamed({ images }: ApiOptions, id: number, tag: string): Promise<TagRow> {
  const row = (await images.tagsOf(id)).find(({ name }) => name === tag);
  if (!row) throw new ProblemError('resource.missing');
  return row;
}

/** Of what tags point to; `undefined` for those who may not see results. */
async function statesFor(
  rows: readonly TagRow[],
  context: RequestContext,
  { analyses }: ApiOptions,
): Promise<ReadonlyMap<Digest, ReferenceAnalysis> | undefined> {
  if (!isAllowed(context.actor, 'repository.results.read', context.subject)) return undefined;
  const digests = new Set(rows.map(({ digest }) => digest));
  return analyses.statesOf(repositoryOf(context).id, [...digests]);
}

async function presenter(
  rows: readonly TagRow[],
  context: RequestContext,
  { images }: ApiOptions,
  manifests: ManifestReader,
): Promise<(row: TagRow, analysis: ReferenceAnalysis | undefined) => Tag> {
  const { id } = repositoryOf(context);
  const patterns = await images.immutableTags(id);
  const factsOf = await manifests.imageFactsOf(
    id,
    rows.map(({ digest }) => digest),
  );
  return ({ name, digest, movedAt, movedBy, pulledAt }, analysis) => {
    const facts = factsOf.get(digest);
    return {
      name,
      digest,
      mediaType: facts?.mediaType ?? '',
      compressedSize: facts?.compressedSize ?? 0,
      platforms: facts?.platforms ?? [],
      pushedAt: timeText(movedAt),
      pushedBy: movedBy,
      ...(pulledAt && { pulledAt: timeText(pulledAt) }),
      isImmutable: images.isImmutable(patterns, name),
      ...(analysis && { analysis: summaryOf(analysis) }),
    };
  };
}

function summaryOf(analysis: ReferenceAnalysis): NonNullable<Tag['analysis']> {
  const counts = countsOf(analysis);
  const analyzedAt = leadOf(analysis)?.result?.analyzedAt;
  return {
    state: analysis.state,
    ...(counts && { counts }),
    ...(analyzedAt !== undefined && { analyzedAt }),
  };
}

/** The platform that the summary is of. */
function leadOf({ platforms }: ReferenceAnalysis): ReferenceAnalysis['platforms'][0] | undefined {
  return (
    platforms.find(({ platform, result }) => platform === 'linux/amd64' && result) ??
    platforms.find(({ result }) => result)
  );
}

async function changeOf(
  repositoryId: number,
  tag: string,
  analysis: ReferenceAnalysis,
  { analyses }: ApiOptions,
): Promise<ImageChange | undefined> {
  const lead = leadOf(analysis);
  const change = lead && (await analyses.lastChange(repositoryId, tag, lead.digest));
  return change && imageChange(change);
}

function moveCursor({ id }: TagMove): string {
  return encodeCursor('tag-history', [id]);
}

/** Of what was analyzed last, as people count. */
export function countsOf(analysis: ReferenceAnalysis | undefined): SeverityCounts | undefined {
  return analysis?.summary && severityCounts(analysis.summary.bySeverity);
}
