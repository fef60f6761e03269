import { compareDebianParts } from '../debian-parts.ts';
import type { VersionScheme } from '../version-scheme.ts';

/** Debian's order, without epoch and revision: `v0.15~1` is before `v0.15`. */
export const opamVersions: VersionScheme<string> = {
  id: 'opam',
  /** https://opam.ocaml.org/doc/Manual.html#Version-ordering */
  parse: (text) => (/^[\w.+~-]+$/.test(text) ? text : undefined),
  compare: compareDebianParts,
};
