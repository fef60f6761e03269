import type { Ecosystem } from '../ecosystem.ts';
import { libraryEcosystem } from '../library-ecosystem.ts';
import { cabalFreeze, stackLock } from './catalog-lockfiles.ts';
import { ghcPackageDb } from './catalog-package-db.ts';
import type { HackageVersion } from './version.ts';
import { hackageVersions } from './version.ts';

/** Packages of Haskell. */
export const hackage: Ecosystem<HackageVersion> = libraryEcosystem({
  id: 'hackage',
  title: 'Haskell packages',
  versions: hackageVersions,
  catalogers: [ghcPackageDb, cabalFreeze, stackLock],
  namespace: 'Hackage',
});
