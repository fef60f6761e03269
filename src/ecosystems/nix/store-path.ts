import type { Package } from '../../model/index.ts';
import { libraryPackage } from '../library-package.ts';

/** What is in the store for building only, or is no package: derivations, sources, patches. */
const NO_PACKAGE = /\.(?:drv|patch|diff|zip|gz|tgz|xz|bz2|zst|lock|sh|nix|json|conf|service)$/;

/** Outputs other than the main one, as nixpkgs names them. */
const OUTPUT = /-(?:bin|dev|devdoc|doc|info|lib|libgcc|man|out|static|data|debug|terminfo|getent)$/;

/** No file's name is longer. */
const LONGEST = 255;

/**
 * The package of a path in the store, by the rule of Nix: the version begins behind the first hyphen
 * that no letter follows. What has none is a script, a configuration or an environment.
 *
 * https://nix.dev/manual/nix/2.22/language/builtins#builtins-parseDrvName
 */
export function packageOfStorePath(path: string): Package | undefined {
  const [whole, full = ''] = /^\/?nix\/store\/[0-9a-z]{32}-([^/]+)/.exec(path) ?? [];
  if (whole === undefined || full.length > LONGEST || NO_PACKAGE.test(full)) return undefined;
  const own = full.replace(OUTPUT, '');
  const hyphen = own.search(/-\d/);
  if (hyphen <= 0) return undefined;
  return libraryPackage({
    ecosystem: 'nix',
    name: own.slice(0, hyphen),
    version: own.slice(hyphen + 1),
    path: whole.replace(/^\//, ''),
    evidence: 'file-name',
    confidence: 'heuristic',
  });
}
