import type { Ecosystem } from '../ecosystem.ts';
import { libraryEcosystem } from '../library-ecosystem.ts';
import { opamSwitch } from './catalog-switch.ts';
import { opamVersions } from './version.ts';

/** Packages of OCaml. */
export const opam: Ecosystem<string> = libraryEcosystem({
  id: 'opam',
  title: 'OCaml packages',
  versions: opamVersions,
  catalogers: [opamSwitch],
  namespace: 'opam',
});
