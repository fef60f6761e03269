import { alpm } from './alpm/index.ts';
import { apk } from './apk/index.ts';
import { bitnami } from './bitnami/index.ts';
import { brew } from './brew/index.ts';
import { cargo } from './cargo/index.ts';
import { composer } from './composer/index.ts';
import { conan } from './conan/index.ts';
import { conda } from './conda/index.ts';
import { cpan } from './cpan/index.ts';
import { cran } from './cran/index.ts';
import { deb } from './deb/index.ts';
import type { Ecosystem } from './ecosystem.ts';
import { flatpak } from './flatpak/index.ts';
import { gem } from './gem/index.ts';
import { generic } from './generic/index.ts';
import { golang } from './golang/index.ts';
import { hackage } from './hackage/index.ts';
import { hex } from './hex/index.ts';
import { julia } from './julia/index.ts';
import { luarocks } from './luarocks/index.ts';
import { maven } from './maven/index.ts';
import { nix } from './nix/index.ts';
import { npm } from './npm/index.ts';
import { nuget } from './nuget/index.ts';
import { opam } from './opam/index.ts';
import { otp } from './otp/index.ts';
import { portage } from './portage/index.ts';
import { pub } from './pub/index.ts';
import { pypi } from './pypi/index.ts';
import { rpm } from './rpm/index.ts';
import { snap } from './snap/index.ts';
import { swift } from './swift/index.ts';

export type * from './cataloger.ts';
export type * from './ecosystem.ts';
export { DEBIAN_RELEASES } from './deb/releases.ts';
export { formatEvr, minorReleaseOf } from './rpm/evr.ts';
export { rpmVersions } from './rpm/version.ts';
export { CVE, CVE_PRODUCTS } from './generic/index.ts';
export { NODEJS } from './generic/products/runtimes.ts';
export { layerFile } from './layer-file.ts';
export type { Scratch, SpoolWriter } from './spool.ts';
export { Spool } from './spool.ts';
export type * from './version-scheme.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- each scheme's Version type is its own; an Ecosystem is only used with itself
const ALL: readonly Ecosystem<any>[] = [
  alpm,
  apk,
  bitnami,
  brew,
  cargo,
  composer,
  conan,
  conda,
  cpan,
  cran,
  deb,
  flatpak,
  gem,
  generic,
  golang,
  hackage,
  hex,
  julia,
  luarocks,
  maven,
  nix,
  npm,
  nuget,
  opam,
  otp,
  portage,
  pub,
  pypi,
  rpm,
  snap,
  swift,
];

/** Every ecosystem by its purl type. */
// oxlint-disable-next-line typescript/no-explicit-any -- as above
export const ecosystems: ReadonlyMap<string, Ecosystem<any>> = new Map(ALL.map((e) => [e.id, e]));
