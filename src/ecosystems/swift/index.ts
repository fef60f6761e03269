import type { Ecosystem } from '../ecosystem.ts';
import { libraryEcosystem } from '../library-ecosystem.ts';
import type { SemVer } from '../semver.ts';
import { semverVersions } from '../semver.ts';
import { packageResolved } from './catalog-package-resolved.ts';
import { repositoryOf } from './repository.ts';

/** Packages of the Swift package manager, named by the address of their repository, in any case. */
export const swift: Ecosystem<SemVer> = libraryEcosystem({
  id: 'swift',
  title: 'Swift packages',
  versions: semverVersions,
  catalogers: [packageResolved],
  namespace: 'SwiftURL',
  normalizeName: (address) => repositoryOf(address).toLowerCase(),
});
