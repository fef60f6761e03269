import type { Ecosystem } from '../ecosystem.ts';
import { libraryEcosystem } from '../library-ecosystem.ts';
import { cpanInstallJson } from './catalog-install-json.ts';
import { perllocal } from './catalog-perllocal.ts';
import type { CpanVersion } from './version.ts';
import { cpanVersions } from './version.ts';

/** Distributions of Perl; OSV has no advisories for them. */
export const cpan: Ecosystem<CpanVersion> = libraryEcosystem({
  id: 'cpan',
  title: 'Perl distributions',
  versions: cpanVersions,
  catalogers: [cpanInstallJson, perllocal],
  namespace: undefined,
  qualifiers: ({ facts }) => ({ author: facts?.['author'] ?? '' }),
});
