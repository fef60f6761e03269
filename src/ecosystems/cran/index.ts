import type { Ecosystem } from '../ecosystem.ts';
import { libraryEcosystem } from '../library-ecosystem.ts';
import type { CranVersion } from './version.ts';
import { cranVersions } from './version.ts';

/** Packages of R; names keep their case. */
export const cran: Ecosystem<CranVersion> = libraryEcosystem({
  id: 'cran',
  title: 'R packages',
  versions: cranVersions,
  namespace: 'CRAN',
});
