import { stringOf } from '../../base/index.ts';
import type { PackageCataloger } from '../cataloger.ts';
import type { FileReading } from '../file-cataloger.ts';
import { unreadable } from '../file-cataloger.ts';
import { jsonCataloger, type JsonRoot } from '../json-file.ts';
import { libraryPackage } from '../library-package.ts';

/**
 * Reads what cpanm, Carton and Carmel note of each distribution that they install.
 *
 * https://metacpan.org/pod/App::cpanminus
 */
export const cpanInstallJson: PackageCataloger = jsonCataloger({
  id: 'cpan-install-json',
  revision: 1,
  reads: [{ basename: 'install.json' }],
  accepts: (path) => /(?:^|\/)\.meta\/[^/]+\/install\.json$/.test(path),
  malformed: 'cpan.install-json.malformed',
  read: readRecord,
});

/** `dist` is name and version (`Foo-1.0-TRIAL` is a trial), `pathname` is `A/AU/AUTHOR/dist.tar.gz`. */
function readRecord(root: JsonRoot, path: string): FileReading {
  const version = stringOf(root['version']) ?? '';
  const distribution = stringOf(root['dist']) ?? '';
  const end = distribution.lastIndexOf(`-${version}`);
  const found = libraryPackage({
    ecosystem: 'cpan',
    name: end === -1 ? undefined : distribution.slice(0, end),
    version,
    path,
    evidence: 'metadata',
    facts: { author: stringOf(root['pathname'])?.split('/')[2] },
  });
  if (found) return { packages: [found] };
  const message = 'install.json without a distribution and its version';
  return unreadable(path, 'cpan.install-json.malformed', message);
}
