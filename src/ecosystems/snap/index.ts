import type { Ecosystem } from '../ecosystem.ts';
import type { GenericVersion } from '../generic/version.ts';
import { genericVersions } from '../generic/version.ts';
import { libraryEcosystem } from '../library-ecosystem.ts';
import { snapYaml } from './catalog-snap-yaml.ts';

/** Mounted or unpacked snaps; nobody writes advisories by their names. */
export const snap: Ecosystem<GenericVersion> = libraryEcosystem({
  id: 'snap',
  title: 'snaps',
  versions: genericVersions,
  catalogers: [snapYaml],
  namespace: undefined,
  isUnregistered: true,
  qualifiers: ({ architecture = '', facts }) => ({
    arch: architecture,
    revision: facts?.['revision'] ?? '',
  }),
});
