import type { Package } from '../../model/index.ts';
import type { PackageCataloger } from '../cataloger.ts';
import { fileCataloger } from '../file-cataloger.ts';
import { linesOf, lockfileReading } from '../lockfile.ts';
import { packageOfReference } from './reference.ts';

/**
 * Reads what Conan 1 notes of a package in its folder of packages, which tells its name, and of a
 * project beside it, with all that it requires. Conan 2 names neither.
 *
 * https://docs.conan.io/1/reference/config_files/conaninfo.txt.html
 */
export const conanInfo: PackageCataloger = fileCataloger({
  id: 'conan-info',
  revision: 1,
  reads: [{ basename: 'conaninfo.txt' }],
  read(file) {
    const { path } = file;
    const [, name, version, origin] = STORED.exec(path) ?? [];
    if (name === undefined) return lockfileReading(path, requiredBy(path, file.text()));
    const reference = `${name}/${version}@${origin}`;
    const found = packageOfReference(reference, { path, evidence: 'metadata', scope: 'runtime' });
    return { packages: found ? [found] : [] };
  },
});

/** `data/NAME/VERSION/USER/CHANNEL/package/ID/conaninfo.txt` */
const STORED = /(?:^|\/)data\/([^/]+)\/([^/]+)\/([^/]+\/[^/]+)\/package\/[^/]+\/conaninfo\.txt$/;

function* requiredBy(path: string, text: string): Generator<Package | undefined> {
  let section = '';
  for (const line of linesOf(text)) {
    if (line.startsWith('[')) section = line.trim();
    else if (section === '[full_requires]' && line.trim() !== '') {
      yield packageOfReference(line.trim(), { path, evidence: 'lockfile', scope: 'runtime' });
    }
  }
}
