import type { Ecosystem } from '../ecosystem.ts';
import { libraryEcosystem } from '../library-ecosystem.ts';
import type { SemVer } from '../semver.ts';
import { hexVersions } from './version.ts';

/** Packages of Elixir and Erlang; an organization's are `organization/name`. */
export const hex: Ecosystem<SemVer> = libraryEcosystem({
  id: 'hex',
  title: 'Hex packages',
  versions: hexVersions,
  namespace: 'Hex',
  normalizeName: (name) => name.toLowerCase(),
});
