import type { Package } from '../../model/index.ts';
import type { Ecosystem } from '../ecosystem.ts';
import { libraryEcosystem } from '../library-ecosystem.ts';
import { condaMeta } from './catalog-conda-meta.ts';
import type { CondaVersion } from './version.ts';
import { condaVersions } from './version.ts';

/** Packages of conda's environments; nobody writes advisories by their names. */
export const conda: Ecosystem<CondaVersion> = libraryEcosystem({
  id: 'conda',
  title: 'conda packages',
  versions: condaVersions,
  catalogers: [condaMeta],
  namespace: undefined,
  qualifiers: ({ facts = {} }: Package) => ({
    build: facts['build'] ?? '',
    channel: facts['channel'] ?? '',
    subdir: facts['subdir'] ?? '',
    type: facts['type'] ?? '',
  }),
});
