import type { PackageCataloger } from '../cataloger.ts';
import { sqliteCataloger } from '../sqlite-cataloger.ts';
import { textOf } from '../sqlite-table.ts';
import { packageOfReference } from './reference.ts';

/**
 * Reads which binary packages the cache of Conan 2 has, `~/.conan2/p`: its folders' names are cut, and
 * nothing in them names the version.
 *
 * https://github.com/conan-io/conan/blob/develop2/conan/internal/cache/db/packages_table.py
 */
export const conanCache: PackageCataloger = sqliteCataloger({
  id: 'conan-cache',
  revision: 1,
  reads: ['cache.sqlite3', 'cache.sqlite3-wal'].map((basename) => ({ basename, folder: 'p' })),
  table: 'packages',
  damaged: 'conan.cache.damaged',
  title: "Conan's cache",
  packageOf: ([reference], path) =>
    packageOfReference(textOf(reference) ?? '', { path, evidence: 'metadata', scope: 'runtime' }),
});
