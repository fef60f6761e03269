import { stringOf } from '../../base/index.ts';
import type { PackageCataloger } from '../cataloger.ts';
import type { FileReading } from '../file-cataloger.ts';
import { unreadable } from '../file-cataloger.ts';
import { jsonCataloger, type JsonRoot } from '../json-file.ts';
import { libraryPackage } from '../library-package.ts';
import { LOCKFILE_BYTES } from '../lockfile.ts';

/**
 * Reads what conda notes of each package in an environment. A Python package among them has its own
 * metadata besides, which the cataloger of Python reads and advisories speak of.
 *
 * https://docs.conda.io/projects/conda/en/latest/user-guide/concepts/environments.html
 */
export const condaMeta: PackageCataloger = jsonCataloger({
  id: 'conda-meta',
  revision: 1,
  // The record lists every file of the package.
  reads: [{ suffix: '.json', within: 'conda-meta', maxBytes: LOCKFILE_BYTES }],
  accepts: (path) => /(?:^|\/)conda-meta\/[^/]+$/.test(path),
  malformed: 'conda.meta.malformed',
  read: readRecord,
});

function readRecord(root: JsonRoot, path: string): FileReading {
  const license = stringOf(root['license']);
  const found = libraryPackage({
    ecosystem: 'conda',
    name: stringOf(root['name']),
    version: stringOf(root['version']),
    path,
    evidence: 'metadata',
    licenses: license ? [license] : [],
    facts: {
      build: stringOf(root['build']),
      channel: channelOf(root),
      subdir: stringOf(root['subdir']),
      type: /\.(conda|tar\.bz2)$/.exec(stringOf(root['fn']) ?? '')?.[1],
    },
  });
  if (found) return { packages: [found] };
  return unreadable(path, 'conda.meta.malformed', 'conda package without a name or a version');
}

/** `https://conda.anaconda.org/conda-forge/linux-64` -> `conda-forge`. */
function channelOf(root: JsonRoot): string | undefined {
  const segments = (stringOf(root['channel']) ?? '').split('/').filter((part) => part !== '');
  const last = segments.at(-1);
  return last === stringOf(root['subdir']) ? segments.at(-2) : last;
}
