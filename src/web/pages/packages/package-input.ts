import type { Operations } from '../../../api/contract/index.ts';

type Input = Omit<Operations['listFleetPackages']['input'], 'after' | 'limit'>;

/** What stands after `?` of the list. */
export interface PackageSearch {
  readonly q?: string | undefined;
  readonly type?: string | undefined;
}

/**
 * What the list is asked for. `log4j-core 2.14` and `log4j-core@2.14` mean a name and how its version begins: no
 * name of a package has a blank, and no version begins without a digit after it.
 */
export function packageInput({ q = '', type }: PackageSearch): Input {
  const [, name, version] = /^(\S+)(?:\s+|@)v?(\d\S*)$/.exec(q.trim()) ?? [undefined, q.trim()];
  return {
    ...(name && { q: name.slice(0, MOST_TEXT) }),
    ...(version !== undefined && { version: version.slice(0, MOST_TEXT) }),
    ...(type !== undefined && TYPE.test(type) && { type }),
  };
}

/** As the server takes. */
const MOST_TEXT = 200;
const TYPE = /^[a-z][a-z0-9.+-]{0,39}$/;
