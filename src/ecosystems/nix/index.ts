import type { Ecosystem } from '../ecosystem.ts';
import type { GenericVersion } from '../generic/version.ts';
import { genericVersions } from '../generic/version.ts';
import { libraryEcosystem } from '../library-ecosystem.ts';
import { nixDatabase, nixStore } from './catalog-store.ts';

/** Packages in Nix's store; no advisories by their names are read. */
export const nix: Ecosystem<GenericVersion> = libraryEcosystem({
  id: 'nix',
  title: 'Nix packages',
  versions: genericVersions,
  catalogers: [nixStore, nixDatabase],
  namespace: undefined,
  isUnregistered: true,
});
