import type { Ecosystem } from '../ecosystem.ts';
import { libraryEcosystem } from '../library-ecosystem.ts';
import type { SemVer } from '../semver.ts';
import { erlangApp } from './catalog-erlang-app.ts';
import { mixLock } from './catalog-mix-lock.ts';
import { rebarLock } from './catalog-rebar-lock.ts';
import { startErl } from './catalog-start-erl.ts';
import { hexVersions } from './version.ts';

/** Packages of Elixir and Erlang; an organization's are `organization/name`. */
export const hex: Ecosystem<SemVer> = libraryEcosystem({
  id: 'hex',
  title: 'Hex packages',
  versions: hexVersions,
  catalogers: [erlangApp, startErl, mixLock, rebarLock],
  namespace: 'Hex',
  normalizeName: (name) => name.toLowerCase(),
});
