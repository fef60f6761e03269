import type { Distro, Package } from '../model/index.ts';
import type { MatchContext } from './ecosystem.ts';

/** A distribution of these release-file fields, for tests. */
export function distroOf(id: string, versionId = '', more: Partial<Distro> = {}): Distro {
  return { id, versionId, idLike: [], path: 'etc/os-release', ...more };
}

/** An installed package, for tests. */
export function packageOf(
  ecosystem: string,
  name: string,
  version: string,
  more: Partial<Package> = {},
): Package {
  return {
    ecosystem,
    name,
    version,
    licenses: [],
    locations: [],
    evidence: 'database',
    confidence: 'exact',
    scope: 'runtime',
    ...more,
  };
}

/** An image of that distribution, in which one cataloger found these facts. */
export function contextOf(
  distro: Distro | undefined,
  facts: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
): MatchContext {
  return { distro, facts: new Map(Object.entries(facts)) };
}
