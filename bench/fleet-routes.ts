import { REPORTS, REPORTS_REPOSITORY } from './fleet-reports.ts';
import { LARGE_REPOSITORY, OLD_PACKAGE } from './fleet-rows.ts';

/** What a page of the web asks for. */
export interface FleetRoute {
  readonly what: string;
  readonly path: string;
  /** The page that is measured, behind so many others; absent: the first. */
  readonly pagesBefore?: number;
  /** Who reads one team's repositories, or is no administrator, may not ask for it. */
  readonly isOfOwner?: boolean;
}

/** Of version 13, which is in most images. */
const COMMON = 'CVE-2021-10411';

/** Different ones in each round, so that no answer is a remembered one. */
export function fleetRoutes(round: number, repositories: number): readonly FleetRoute[] {
  return [
    ...acrossImages(round),
    ...ofRepositories(round, repositories),
    ...ofOneImage(round),
    ...ofAdministration(),
  ];
}

function acrossImages(round: number): readonly FleetRoute[] {
  const cve = `CVE-${2010 + ((round * 37) % 16)}-${10_000 + ((round * 37) % 16) + 16 * ((round * 29) % 1_200)}`;
  const common = `/packages/npm/package-${1 + 5 * (round % 200)}`;
  const rare = `/packages/npm/package-${10_001 + 5 * (round % 200)}`;
  return [
    { what: 'my images', path: `/vulnerabilities/${cve}/images` },
    { what: 'my images, of a common one', path: `/vulnerabilities/${COMMON}/images` },
    { what: 'my images, page 5', path: `/vulnerabilities/${COMMON}/images`, pagesBefore: 4 },
    { what: 'my images, fixable', path: `/vulnerabilities/${cve}/images?fixable=true` },
    { what: 'vulnerabilities in mine', path: '/vulnerabilities?mine=true' },
    { what: 'packages', path: '/packages' },
    { what: 'packages, page 5', path: '/packages', pagesBefore: 4 },
    { what: 'packages of a type', path: '/packages?type=maven' },
    { what: 'packages, part of many names', path: `/packages?q=age-${round % 100}` },
    {
      what: 'packages, part of few names',
      path: `/packages?q=ge-1${String(round).padStart(3, '0')}`,
    },
    { what: 'packages, part of no name', path: `/packages?q=nothing-${round}` },
    { what: 'packages, name and version', path: `/packages?q=package-${round}&version=1.` },
    { what: 'versions of a package', path: `${common}/versions` },
    { what: 'images of a package', path: `${common}/images` },
    { what: 'images of a package, page 5', path: `${common}/images`, pagesBefore: 4 },
    { what: 'images of a rare package', path: `${rare}/images` },
    { what: 'images of a package of old', path: `/packages/npm/${OLD_PACKAGE}/images` },
    { what: 'search', path: `/search?q=package-${round}` },
  ];
}

function ofRepositories(round: number, repositories: number): readonly FleetRoute[] {
  const number = String(1 + 20 * (round % (repositories / 20))).padStart(5, '0');
  const tags = `/repositories/team-2/app-${number}/tags`;
  const large = `/repositories/${LARGE_REPOSITORY}/tags`;
  const routes = [
    { what: 'tags', path: tags },
    { what: 'tags of 5,000', path: large },
    { what: 'tags of 5,000, page 5', path: large, pagesBefore: 4 },
    { what: 'tags of 5,000, search', path: `${large}?search=.${round}` },
    ...['newest', 'largest', 'severity', 'pulled'].map((sort) => {
      return { what: `tags of 5,000, ${sort}`, path: `${large}?sort=${sort}` };
    }),
    { what: 'tags of 5,000, state', path: `${large}?state=complete,queued` },
    { what: 'a tag', path: `${large}/v1.${1 + round}` },
  ];
  return [
    { what: 'repositories', path: `/repositories?namespace=team-${1 + (round % 20)}` },
    { what: 'repositories, search', path: `/repositories?search=app-0${round % 10}` },
    { what: 'namespaces', path: '/namespaces' },
    ...routes.map((route) => ({ ...route, isOfOwner: true })),
  ];
}

/** Another image in each round: nothing of it is remembered by the first of these. */
function ofOneImage(round: number): readonly FleetRoute[] {
  const image = `/repositories/${REPORTS_REPOSITORY}/images/${1 + (round % REPORTS)}`;
  const routes = [
    { what: 'findings of an image, first time', path: `${image}/findings` },
    { what: 'findings of an image', path: `${image}/findings` },
    {
      what: 'findings by vulnerability, filtered',
      path: `${image}/findings?group=vulnerability&severity=critical,high&fixable=true`,
    },
    { what: 'fixes of an image', path: `${image}/steps` },
    { what: 'layers of an image', path: `${image}/layers` },
    { what: 'packages of an image', path: `${image}/packages` },
    { what: 'analysis of an image', path: `${image}/analysis` },
    { what: 'facts of an image', path: `${image}/facts` },
  ];
  return routes.map((route) => ({ ...route, isOfOwner: true }));
}

function ofAdministration(): readonly FleetRoute[] {
  const routes = [
    { what: 'queue', path: '/administration/queue' },
    { what: 'items of the queue', path: '/administration/queue/items' },
    { what: 'audit log', path: '/administration/audit' },
    { what: 'all namespaces', path: '/administration/namespaces' },
    { what: 'storage', path: '/administration/storage' },
  ];
  return routes.map((route) => ({ ...route, isOfOwner: true }));
}
