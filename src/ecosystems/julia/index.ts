import type { BuiltVersion } from '../built-semver.ts';
import type { Ecosystem } from '../ecosystem.ts';
import { libraryEcosystem } from '../library-ecosystem.ts';
import { juliaManifest } from './catalog-manifest.ts';
import { juliaVersions } from './version.ts';

/** Packages of Julia; a purl of one needs its UUID, since names are those of a registry. */
export const julia: Ecosystem<BuiltVersion> = libraryEcosystem({
  id: 'julia',
  title: 'Julia packages',
  versions: juliaVersions,
  catalogers: [juliaManifest],
  namespace: 'Julia',
  qualifiers: ({ facts }) => ({ uuid: facts?.['uuid'] ?? '' }),
});
