import type { Package } from '../../model/index.ts';
import type { PackageCataloger } from '../cataloger.ts';
import { fileCataloger } from '../file-cataloger.ts';
import { libraryPackage } from '../library-package.ts';
import { linesOf, lockfileReading } from '../lockfile.ts';

/**
 * Reads Perl's log of installations, where the last word on a module counts. It names the main module
 * of a distribution, which most distributions are named after.
 *
 * https://perldoc.perl.org/perlmodinstall
 */
export const perllocal: PackageCataloger = fileCataloger({
  id: 'cpan-perllocal',
  revision: 1,
  reads: [{ basename: 'perllocal.pod' }],
  read: (file) => lockfileReading(file.path, installedIn(file.path, file.text()).values()),
});

function installedIn(path: string, text: string): ReadonlyMap<string, Package> {
  const installed = new Map<string, Package>();
  let module: string | undefined;
  for (const line of linesOf(text)) {
    if (line.startsWith('=head2 ')) module = /C<Module> L<([\w:]+)/.exec(line)?.[1];
    const version = /^C<VERSION: ([^>]+)>/.exec(line)?.[1];
    if (module === undefined || version === undefined) continue;
    const found = libraryPackage({
      ecosystem: 'cpan',
      name: module.replaceAll('::', '-'),
      version,
      path,
      evidence: 'metadata',
      confidence: 'derived',
    });
    if (found) installed.set(found.name, found);
  }
  return installed;
}
