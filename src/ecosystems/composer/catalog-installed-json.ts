import { arrayOf, stringOf, recordOf, stringsOf } from '../../base/index.ts';
import type { Package } from '../../model/index.ts';
import type { PackageCataloger } from '../cataloger.ts';
import { jsonCataloger, type JsonRoot } from '../json-file.ts';
import { lockfileReading, LOCKFILE_BYTES } from '../lockfile.ts';
import { composerPackage, isFixture } from './composer-package.ts';

/**
 * Reads Composer's list of what it has installed; Composer 1 wrote the packages alone.
 *
 * https://github.com/composer/composer/blob/main/src/Composer/Repository/FilesystemRepository.php
 */
export const installedJson: PackageCataloger = jsonCataloger({
  id: 'composer-installed-json',
  revision: 1,
  reads: [{ basename: 'installed.json', folder: 'composer', maxBytes: LOCKFILE_BYTES }],
  accepts: (path) => !isFixture(path),
  malformed: 'composer.installed-json.malformed',
  read: (root, path) => lockfileReading(path, packagesIn(root, path)),
});

function* packagesIn(root: JsonRoot, path: string): Generator<Package | undefined> {
  const development = new Set(stringsOf(root['dev-package-names']));
  for (const entry of arrayOf(root['packages'] ?? root['list'])) {
    const isDevelopment = development.has(stringOf(recordOf(entry)['name']) ?? '');
    const scope = isDevelopment ? 'dev' : 'runtime';
    yield composerPackage(entry, { path, evidence: 'metadata', scope });
  }
}
