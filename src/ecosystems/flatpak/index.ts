import type { Ecosystem } from '../ecosystem.ts';
import type { GenericVersion } from '../generic/version.ts';
import { genericVersions } from '../generic/version.ts';
import { libraryEcosystem } from '../library-ecosystem.ts';
import { flatpakDeploy } from './catalog-deploy.ts';

/** Applications and runtimes of Flatpak; nobody writes advisories by their names. */
export const flatpak: Ecosystem<GenericVersion> = libraryEcosystem({
  id: 'flatpak',
  title: 'Flatpak applications and runtimes',
  versions: genericVersions,
  catalogers: [flatpakDeploy],
  namespace: undefined,
  isUnregistered: true,
  qualifiers: ({ architecture = '', facts }) => ({
    arch: architecture,
    branch: facts?.['branch'] ?? '',
  }),
});
