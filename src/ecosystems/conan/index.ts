import type { Ecosystem } from '../ecosystem.ts';
import { libraryEcosystem } from '../library-ecosystem.ts';
import { conanCache } from './catalog-cache.ts';
import { conanInfo } from './catalog-conaninfo.ts';
import { conanLock } from './catalog-conan-lock.ts';
import type { ConanVersion } from './version.ts';
import { conanVersions } from './version.ts';

/** Packages of C and C++ by Conan; advisories speak of those of ConanCenter, which have no user. */
export const conan: Ecosystem<ConanVersion> = libraryEcosystem({
  id: 'conan',
  title: 'Conan packages',
  versions: conanVersions,
  catalogers: [conanLock, conanInfo, conanCache],
  namespace: ({ facts }) => (facts?.['user'] ? undefined : 'ConanCenter'),
  qualifiers: ({ facts }) => ({ user: facts?.['user'] ?? '', channel: facts?.['channel'] ?? '' }),
});
