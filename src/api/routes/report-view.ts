import type { FindingName, PushChange, ReportView } from '../../analyses/index.ts';
import { SEVERITIES } from '../../model/index.ts';
import type { LocatedFinding, ReportFilter } from '../../report/index.ts';
import {
  failedWishes,
  findingObject,
  findingsToCsv,
  jsonText,
  sortGroups,
  viewFindings,
} from '../../report/index.ts';
import type { ApiOptions } from '../api-options.ts';
import type { Finding, FindingFacets, Operations } from '../contract/operations.ts';
import type { FileAnswer, Handlers } from '../handlers.ts';
import { pageAt, PER_PAGE } from '../paging.ts';
import { ProblemError } from '../problem.ts';
import { repositoryOf } from '../request-context.ts';
import { byCount, byLayer } from './facets.ts';
import { fixStepRow } from './fix-step-row.ts';
import { groupRow } from './finding-group-rows.ts';
import { imageChange, timeText } from './present.ts';
import { referenceOf } from './references.ts';
import { viewOf } from './shown-report.ts';

export function reportViewHandlers({
  analyses,
}: ApiOptions): Handlers<'listFindingGroups' | 'listFindings' | 'listFixSteps'> {
  return {
    listFindingGroups: async (input, context) => {
      const { id } = repositoryOf(context);
      const { group = 'package', sort = 'severity', limit = PER_PAGE, after } = input;
      const view = await viewOf(analyses, id, input);
      const news = await newsOf(id, input.reference, view, analyses);
      const filter = { ...filterOf(input), isNew: news.isNew };
      const { groups, totals, facets } = viewFindings(view.findings, filter, group);
      const list = `findings ${group} ${sort} ${view.generation}`;
      const page = pageAt(sortGroups(groups, sort, group), { list, limit, after });
      return {
        ...shownOf(view),
        ...page,
        items: page.items.map((one) => groupRow(one, group, view, news.isNew)),
        totals,
        facets: facetsOf(facets),
        ...(news.change && { change: imageChange(news.change) }),
      };
    },
    listFindings: async (input, context) => {
      const { id } = repositoryOf(context);
      const { id: row, limit = PER_PAGE, after } = input;
      const view = await viewOf(analyses, id, input);
      const own = view.findings.filter(isIn(row, view));
      if (own.length === 0) throw new ProblemError('resource.missing');
      const { isNew } = await newsOf(id, input.reference, view, analyses);
      const filter = { ...filterOf(input), isNew };
      const passing = own.filter((one) => failedWishes(one, filter).length === 0);
      const list = `findings of a row ${view.generation}`;
      const page = pageAt(passing, { list, limit, after });
      const seen = await analyses.firstSeen(id, page.items.map(nameOf));
      const items = page.items.map((one, at) =>
        findingRow(one, view, { isNew: isNew(one), seen: seen[at] }),
      );
      return { ...shownOf(view), ...page, items, total: passing.length };
    },
    listFixSteps: async (input, context) => {
      const { limit = PER_PAGE, after } = input;
      const view = await viewOf(analyses, repositoryOf(context).id, input);
      const page = pageAt(view.steps, { list: `steps ${view.generation}`, limit, after });
      const items = page.items.map(fixStepRow);
      return { ...shownOf(view), ...page, items, total: view.steps.length };
    },
  };
}

/** What the filters leave, as a file. */
export function findingExportHandlers({ analyses }: ApiOptions): Handlers<'exportFindings'> {
  return {
    exportFindings: async ({ format, ...input }, context) => {
      const { id } = repositoryOf(context);
      const view = await viewOf(analyses, id, input);
      const { isNew } = await newsOf(id, input.reference, view, analyses);
      const { group = 'package', sort = 'severity' } = input;
      const { groups } = viewFindings(view.findings, { ...filterOf(input), isNew }, group);
      const rows = sortGroups(groups, sort, group).flatMap(({ findings }) => findings);
      return findingFile(rows, format);
    },
  };
}

function findingFile(findings: readonly LocatedFinding[], format: 'csv' | 'json'): FileAnswer {
  if (format === 'csv') {
    return { mediaType: 'text/csv', fileName: 'findings.csv', text: findingsToCsv(findings) };
  }
  const text = jsonText({ items: findings.map(findingObject) });
  return { mediaType: 'application/json', fileName: 'findings.json', text };
}

interface News {
  readonly change: PushChange | undefined;
  readonly isNew: (one: LocatedFinding) => boolean;
}

/** What the push of the tag changed; by digest an image is nobody's successor. */
async function newsOf(
  repositoryId: number,
  reference: string,
  { digest }: ReportView,
  analyses: Pick<ApiOptions['analyses'], 'lastChange'>,
): Promise<News> {
  const asked = referenceOf(reference);
  const change =
    asked.kind === 'tag' ? await analyses.lastChange(repositoryId, asked.tag, digest) : undefined;
  const names = new Set((await change?.findings())?.map(keyOf));
  if (names.size === 0) return { change, isNew: () => false };
  return { change, isNew: (one) => names.has(keyOf(nameOf(one))) };
}

function keyOf({ vulnerability, packageType, packageName }: FindingName): string {
  return `${vulnerability}\n${packageType}\n${packageName}`;
}

type Filters = Operations['listFindings']['input'];

/** Without a word of it, what totals leave out is left out here too. */
function filterOf(input: Omit<Filters, 'id'>): ReportFilter {
  const { severity, fixable, exploited, fresh, type, layer, search, epss, hidden } = input;
  return {
    ...(severity !== undefined && {
      severities: new Set(SEVERITIES.filter((one) => severity.split(',').includes(one))),
    }),
    onlyFixed: fixable === 'true',
    onlyExploited: exploited === 'true',
    onlyNew: fresh === 'true',
    ...(type !== undefined && { packageTypes: new Set(type.split(',')) }),
    ...(layer !== undefined && { layers: new Set(layer.split(',').map(Number)) }),
    ...(search !== undefined && { search }),
    ...(epss !== undefined && { epssAtLeast: epss }),
    withoutHidden: hidden !== 'true',
  };
}

/** What a page of a result is of. */
export function shownOf({ digest, platform, generation }: ReportView): {
  readonly digest: string;
  readonly platform: string;
  readonly generation: number;
} {
  return { digest, platform, generation };
}

/** By the key of a package's row, else by the id of a vulnerability. */
function isIn(row: string, { packagesByKey }: ReportView): (one: LocatedFinding) => boolean {
  const index = packagesByKey.get(row);
  return ({ finding }) => (index === undefined ? finding.id === row : finding.package === index);
}

function facetsOf({
  severities,
  fixed,
  exploited,
  fresh,
  packageTypes,
  layers,
  hidden,
}: ReturnType<typeof viewFindings>['facets']): FindingFacets {
  return {
    severities,
    fixable: fixed,
    exploited,
    fresh,
    types: byCount(packageTypes),
    layers: byLayer(layers),
    hidden: Object.fromEntries(hidden),
  };
}

function nameOf({ finding, found }: LocatedFinding): FindingName {
  const { ecosystem, name } = found.package;
  return { vulnerability: finding.id, packageType: ecosystem, packageName: name };
}

/** Of paths; one package can be in thousands of places. */
const MOST_LOCATIONS = 20;

/** Of a history line; some are whole scripts, and the list of layers has them. */
const MOST_CREATED_BY = 300;

/** As the report's document says it, with what only a server knows. */
function findingRow(
  located: LocatedFinding,
  { layers, packageKeys }: ReportView,
  { isNew, seen }: { readonly isNew: boolean; readonly seen: Date | undefined },
): Finding {
  const { finding, found } = located;
  const { locations, ecosystem } = found.package;
  const createdBy = layers[found.introducedIn]?.createdBy?.slice(0, MOST_CREATED_BY);
  const vector = finding.rating?.vector;
  const row = {
    ...findingObject(located),
    packageType: ecosystem,
    ...(vector !== undefined && { vector }),
    ...(createdBy !== undefined && { createdBy }),
    locations: locations.slice(0, MOST_LOCATIONS),
    locationCount: locations.length,
    group: packageKeys.get(finding.package) ?? '',
    isNew,
    ...(seen && { firstSeen: timeText(seen) }),
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- tests hold it to its schema
  return row as unknown as Finding;
}
