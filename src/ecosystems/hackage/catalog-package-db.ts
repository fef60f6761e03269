import type { PackageCataloger } from '../cataloger.ts';
import type { FileReading } from '../file-cataloger.ts';
import { fileCataloger, unreadable } from '../file-cataloger.ts';
import { parseHeaders } from '../headers.ts';
import { libraryPackage } from '../library-package.ts';

/**
 * Reads GHC's database of installed packages. An internal library of a package is that package.
 *
 * https://downloads.haskell.org/ghc/latest/docs/users_guide/packages.html#package-databases
 */
export const ghcPackageDb: PackageCataloger = fileCataloger({
  id: 'hackage-package-db',
  revision: 1,
  reads: [{ suffix: '.conf', within: 'package.conf.d' }],
  read: (file) => readConf(file.path, file.text()),
});

function readConf(path: string, text: string): FileReading {
  const fields = parseHeaders(text);
  const field = (name: string): string | undefined => fields.get(name)?.[0];
  const license = field('license');
  const found = libraryPackage({
    ecosystem: 'hackage',
    name: field('package-name') ?? field('name'),
    version: field('version'),
    path,
    evidence: 'metadata',
    licenses: license === undefined ? [] : [license],
  });
  if (found) return { packages: [found] };
  const message = 'registered Haskell package without a name or a version';
  return unreadable(path, 'hackage.package-db.incomplete', message);
}
