import type { Ecosystem } from '../ecosystem.ts';
import { libraryEcosystem } from '../library-ecosystem.ts';
import { rockspec } from './catalog-rockspec.ts';
import type { LuarocksVersion } from './version.ts';
import { luarocksVersions } from './version.ts';

/** Rocks of Lua; OSV has no advisories for them. */
export const luarocks: Ecosystem<LuarocksVersion> = libraryEcosystem({
  id: 'luarocks',
  title: 'Lua rocks',
  versions: luarocksVersions,
  catalogers: [rockspec],
  namespace: undefined,
});
