import { formatPurl } from '../../model/index.ts';
import type { Ecosystem } from '../ecosystem.ts';
import type { SemVer } from '../semver.ts';
import { semverVersions } from '../semver.ts';
import { bunLock } from './catalog-bun-lock.ts';
import { denoLock } from './catalog-deno-lock.ts';
import { packageJson } from './catalog-package-json.ts';
import { packageLock } from './catalog-package-lock.ts';
import { pnpmLock } from './catalog-pnpm-lock.ts';
import { yarnLock } from './catalog-yarn-lock.ts';

/** Packages of the npm registry, whichever of npm, yarn, pnpm and bun installed them. */
export const npm: Ecosystem<SemVer> = {
  id: 'npm',
  title: 'npm packages',
  versions: semverVersions,
  catalogers: [packageJson, packageLock, yarnLock, pnpmLock, bunLock, denoLock],
  advisedBy: 'everywhere',
  // https://docs.npmjs.com/cli/v11/configuring-npm/package-json#license
  licensesMean: 'any',

  purlOf(pkg) {
    const slash = pkg.name.lastIndexOf('/');
    return formatPurl({
      type: 'npm',
      ...(slash > 0 && { namespace: pkg.name.slice(0, slash) }),
      name: pkg.name.slice(slash + 1),
      ...(isPublished(pkg.version) && { version: pkg.version }),
    });
  },

  matchTargetOf(pkg) {
    if (pkg.facts?.['source'] === 'file' || !isPublished(pkg.version)) return undefined;
    return {
      namespace: 'npm',
      channels: [],
      keys: [{ name: pkg.name, version: pkg.version, via: 'package' }],
      isKernelHeaders: false,
    };
  },

  /** The registry took upper case once, and tells `JSONStream` from `jsonstream`. */
  normalizeName: (name) => name,
  normalizeVersion: (text) => text,
  originOf: () => 'unknown',
};

/** Not the location that old lockfiles have in a version's place. */
function isPublished(version: string): boolean {
  return /^[v=]*\d/.test(version) && !version.includes('/');
}
