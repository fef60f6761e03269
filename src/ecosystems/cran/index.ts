import type { Ecosystem } from '../ecosystem.ts';
import { libraryEcosystem } from '../library-ecosystem.ts';
import { cranDescription } from './catalog-description.ts';
import type { CranVersion } from './version.ts';
import { cranVersions } from './version.ts';

/** Packages of R, of CRAN and of Bioconductor; names keep their case. */
export const cran: Ecosystem<CranVersion> = libraryEcosystem({
  id: 'cran',
  title: 'R packages',
  versions: cranVersions,
  catalogers: [cranDescription],
  /** What R itself consists of is in no registry. */
  namespace: ({ facts }) => (facts?.['part'] ? undefined : (facts?.['registry'] ?? 'CRAN')),
});
