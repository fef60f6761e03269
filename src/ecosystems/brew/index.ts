import type { Ecosystem } from '../ecosystem.ts';
import type { GenericVersion } from '../generic/version.ts';
import { genericVersions } from '../generic/version.ts';
import { libraryEcosystem } from '../library-ecosystem.ts';
import { brewFormula, brewReceipt } from './catalog-cellar.ts';

/** What Homebrew installed; nobody writes advisories by its names. */
export const brew: Ecosystem<GenericVersion> = libraryEcosystem({
  id: 'brew',
  title: 'Homebrew packages',
  versions: genericVersions,
  catalogers: [brewReceipt, brewFormula],
  namespace: undefined,
});
