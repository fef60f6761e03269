import type { Ecosystem } from '../ecosystem.ts';
import { libraryEcosystem } from '../library-ecosystem.ts';
import type { SemVer } from '../semver.ts';
import { semverVersions } from '../semver.ts';
import { bitnamiSpdx } from './catalog-spdx.ts';

/**
 * Components as Bitnami builds them. Advisories give upstream's versions; the number after the last
 * hyphen is that of Bitnami's build.
 */
export const bitnami: Ecosystem<SemVer> = libraryEcosystem({
  id: 'bitnami',
  title: 'Bitnami components',
  versions: semverVersions,
  catalogers: [bitnamiSpdx],
  namespace: 'Bitnami',
  normalizeName: (name) => name.toLowerCase(),
  matchVersion: (version) => version.replace(/-\d+$/, ''),
  qualifiers: ({ facts }) => ({ arch: facts?.['arch'] ?? '', distro: facts?.['distro'] ?? '' }),
});
