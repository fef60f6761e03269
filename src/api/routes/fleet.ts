import type { Actor } from '../../accounts/index.ts';
import type { ApiOptions } from '../api-options.ts';
import type {
  AffectedImage as AffectedItem,
  AffectedImagePage,
  FleetPackage as FleetPackageItem,
  FleetPackagePage,
  Operations,
  PackageImage as PackageItem,
} from '../contract/operations.ts';
import type {
  AffectedImage,
  FleetImage,
  FleetPackage,
  ImagePlace,
  PackageImage,
} from '../fleet.ts';
import type { Handlers } from '../handlers.ts';
import { decodeCursor, encodeCursor, pageOf, pageOfAll, PER_PAGE } from '../paging.ts';
import type { TableFile } from '../table-file.ts';
import { tableFile } from '../table-file.ts';
import { changeHandlers } from './fleet-changes.ts';
import { timeText } from './present.ts';
import { found, namesOf } from './vulnerability-names.ts';

type Ids =
  | 'listVulnerabilityImages'
  | 'exportVulnerabilityImages'
  | 'listFleetPackages'
  | 'exportFleetPackages'
  | 'listPackageVersions'
  | 'listPackageImages'
  | 'listChanges'
  | 'search';

export function fleetHandlers(options: ApiOptions): Handlers<Ids> {
  return {
    ...imageLists(options),
    ...packageLists(options),
    ...changeHandlers(options),
    search: searchHandler(options),
  };
}

type HandlersOf<Id extends Ids> = Pick<Handlers<Ids>, Id>;

function imageLists(
  options: ApiOptions,
): HandlersOf<'listVulnerabilityImages' | 'exportVulnerabilityImages' | 'listPackageImages'> {
  const { accounts, fleet } = options;
  const affected = async (input: AffectedInput, actor: Actor): Promise<AffectedImagePage> => {
    const { id, limit = PER_PAGE, after, repository, fixable } = input;
    const ids = await namesOf(id, options);
    const repositoryIds = await accounts.repositories.withResults(actor);
    const asked = { repositoryIds, vulnerabilities: ids };
    const list = 'affected-images';
    const isFixable = fixable === 'true';
    const query = { ...asked, ...pageAt(list, limit, after), repository, isFixable };
    const [rows, counts] = await Promise.all([
      fleet.imagesWith(query),
      after === undefined ? fleet.countAffected(asked) : undefined,
    ]);
    const page = pageOf(rows, limit, placeCursor(list), affectedItem);
    const notAffected = (counts?.checked ?? 0) - (counts?.affected ?? 0);
    return { id, ids, ...page, ...(counts && { counts: { ...counts, notAffected } }) };
  };
  return {
    listVulnerabilityImages: (input, { actor }) => affected(input, actor),
    exportVulnerabilityImages: ({ format, ...filters }, { actor }) =>
      tableFile({
        name: `images-with-${filters.id}`,
        format,
        columns: AFFECTED_COLUMNS,
        read: async (page) => {
          const { items, next } = await affected({ ...filters, ...page }, actor);
          const rows = items.flatMap(({ packages, ...image }) =>
            packages.map((one) => ({ ...image, ...one })),
          );
          return { items: rows, ...(next !== undefined && { next }) };
        },
      }),
    listPackageImages: async (input, { actor }) => {
      const { limit = PER_PAGE, after, ...asked } = input;
      const repositoryIds = await accounts.repositories.withResults(actor);
      const list = 'package-images';
      const query = { ...asked, repositoryIds, ...pageAt(list, limit, after) };
      return pageOf(await fleet.imagesOf(query), limit, placeCursor(list), packageItem);
    },
  };
}

type AffectedInput = Operations['listVulnerabilityImages']['input'];

/** An image, with one of its packages. */
type AffectedRow = Omit<AffectedItem, 'packages'> & AffectedItem['packages'][number];

const AFFECTED_COLUMNS: TableFile<AffectedRow>['columns'] = {
  repository: ({ repository }) => repository,
  tags: ({ tags }) => tags.join(' '),
  digest: ({ digest }) => digest,
  platform: ({ platform }) => platform,
  current: ({ isCurrent }) => isCurrent,
  vulnerability: ({ vulnerability }) => vulnerability,
  severity: ({ severity }) => severity,
  package: ({ name }) => name,
  version: ({ version }) => version,
  type: ({ type }) => type,
  fixed_in: ({ fixedIn }) => fixedIn,
  layer: ({ layer }) => layer + 1,
  first_seen: ({ firstSeen }) => firstSeen,
};

interface At {
  readonly limit: number;
  readonly after: ImagePlace | undefined;
}

/** One more than the page shows. */
function pageAt(list: string, limit: number, after: string | undefined): At {
  if (after === undefined) return { limit: limit + 1, after: undefined };
  const [isCurrent, repository, analysisId] = decodeCursor(list, 3, after);
  const place = {
    isCurrent: isCurrent === 1,
    repository: String(repository),
    analysisId: Number(analysisId) || 0,
  };
  return { limit: limit + 1, after: place };
}

function placeCursor(list: string): (image: FleetImage) => string {
  return ({ place: { isCurrent, repository, analysisId } }) =>
    encodeCursor(list, [isCurrent ? 1 : 0, repository, analysisId]);
}

function affectedItem({ place, firstSeen, packages, ...image }: AffectedImage): AffectedItem {
  return {
    ...image,
    isCurrent: place.isCurrent,
    ...(firstSeen && { firstSeen: timeText(firstSeen) }),
    packages: packages.map(({ fixedIn, ...one }) => ({
      ...one,
      ...(fixedIn !== undefined && { fixedIn }),
    })),
  };
}

function packageItem({ place, ...image }: PackageImage): PackageItem {
  return { ...image, isCurrent: place.isCurrent };
}

function packageLists({
  accounts,
  fleet,
}: ApiOptions): HandlersOf<'listFleetPackages' | 'exportFleetPackages' | 'listPackageVersions'> {
  const packages = async (input: PackagesInput, actor: Actor): Promise<FleetPackagePage> => {
    const { q: search, match, type, version, limit = PER_PAGE, after } = input;
    const [name, ofType] =
      after === undefined ? [] : decodeCursor('fleet-packages', 2, after).map(String);
    const rows = await fleet.packages({
      repositoryIds: await accounts.repositories.withResults(actor),
      search,
      isStart: match === 'start',
      type,
      version,
      limit: limit + 1,
      after: name === undefined ? undefined : { name, type: ofType ?? '' },
    });
    return pageOf(rows, limit, packageCursor, withoutNone);
  };
  return {
    listFleetPackages: (input, { actor }) => packages(input, actor),
    exportFleetPackages: ({ format, ...filters }, { actor }) =>
      tableFile({
        name: 'packages',
        format,
        columns: PACKAGE_COLUMNS,
        read: (page) => packages({ ...filters, ...page }, actor),
      }),
    listPackageVersions: async ({ type, name, limit = PER_PAGE, after }, { actor }) => {
      const repositoryIds = await accounts.repositories.withResults(actor);
      const rows = await fleet.versions({ repositoryIds, type, name });
      const page = { list: 'fleet-versions', limit, after };
      // The one in most images first: numbers of a fixed length, going down.
      return pageOfAll(rows.map(withoutNone), page, ({ images, version }) => {
        return `${String(FAR - images).padStart(16, '0')} ${version}`;
      });
    },
  };
}

type PackagesInput = Operations['listFleetPackages']['input'];

const PACKAGE_COLUMNS: TableFile<FleetPackageItem>['columns'] = {
  package: ({ name }) => name,
  type: ({ type }) => type,
  versions: ({ versions }) => versions,
  images: ({ images }) => images,
  repositories: ({ repositories }) => repositories,
  worst: ({ worst }) => worst,
};

function packageCursor({ name, type }: FleetPackage): string {
  return encodeCursor('fleet-packages', [name, type]);
}

const FAR = 1e15;

/** No finding is no key. */
function withoutNone<Row extends { readonly worst: string | undefined }>({
  worst,
  ...row
}: Row): Omit<Row, 'worst'> & { readonly worst?: NonNullable<Row['worst']> } {
  return { ...row, ...(worst !== undefined && { worst }) };
}

/** Of each kind: a palette has no place for more. */
const FOUND = 5;

function searchHandler(options: ApiOptions): Handlers<Ids>['search'] {
  const { accounts, fleet, vulnerabilities } = options;
  return async ({ q, limit = FOUND }, { actor }) => {
    const text = q.trim();
    const repositoryIds = await accounts.repositories.withResults(actor);
    const isReady = vulnerabilities.isReady();
    const query = { text, sort: 'relevance', limit } as const;
    const [repositories, tags, packages, flaws] = await Promise.all([
      accounts.repositories.list(actor, { limit, search: text.split(':')[0] ?? '' }),
      tagsLike(text, limit, actor, repositoryIds, options),
      fleet.packages({ repositoryIds, search: text, isStart: true, limit }),
      isReady ? vulnerabilities.find(query).then(found) : undefined,
    ]);
    return {
      repositories: repositories.map(({ name }) => ({ name })),
      tags: [...tags],
      packages: packages.map(withoutNone),
      vulnerabilities: flaws?.rows ?? [],
      pending: isReady ? [] : ['vulnerabilities'],
    };
  };
}

/** Repositories whose tags are looked through. */
const OF_REPOSITORIES = 20;

/** Of the repositories before a colon, else of those whose results one may read. */
async function tagsLike(
  text: string,
  limit: number,
  actor: Actor,
  readable: readonly number[],
  { accounts, fleet }: ApiOptions,
) {
  const colon = text.lastIndexOf(':');
  if (colon < 0) return fleet.tags(readable, text, limit);
  const page = { limit: OF_REPOSITORIES, search: text.slice(0, colon) };
  const rows = await accounts.repositories.list(actor, page);
  return fleet.tags(
    rows.map(({ id }) => id),
    text.slice(colon + 1),
    limit,
  );
}
