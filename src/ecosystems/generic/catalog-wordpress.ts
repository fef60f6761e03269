import type { PackageCataloger } from '../cataloger.ts';
import type { FileReading } from '../file-cataloger.ts';
import { fileCataloger, unreadable } from '../file-cataloger.ts';
import { libraryPackage } from '../library-package.ts';

/**
 * Reads the version of an installed WordPress.
 *
 * https://developer.wordpress.org/reference/files/wp-includes/version.php/
 */
export const wordpress: PackageCataloger = fileCataloger({
  id: 'generic-wordpress',
  revision: 1,
  reads: [{ basename: 'version.php', folder: 'wp-includes' }],
  accepts: (path) => /(?:^|\/)wp-includes\/version\.php$/.test(path),
  read: (file) => readVersion(file.path, file.text()),
});

function readVersion(path: string, text: string): FileReading {
  const found = libraryPackage({
    ecosystem: 'generic',
    name: 'wordpress',
    version: /^\$wp_version ?= ?'([^'\n]{1,64})'/m.exec(text)?.[1],
    path,
    evidence: 'metadata',
  });
  if (found) return { packages: [found] };
  return unreadable(path, 'generic.wordpress.incomplete', 'WordPress without a version');
}
