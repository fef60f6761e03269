import { DEFAULT_LIMITS } from '../../base/index.ts';
import type { Package } from '../../model/index.ts';
import type { PackageCataloger } from '../cataloger.ts';
import type { FileReading } from '../file-cataloger.ts';
import { fileCataloger, unreadable } from '../file-cataloger.ts';
import type { Indented } from '../indented.ts';
import { parseIndented } from '../indented.ts';
import { isProjectLockfile, libraryPackage } from '../library-package.ts';
import { lockfileReading, LOCKFILE_BYTES } from '../lockfile.ts';

/**
 * Reads the lockfile of Dart's pub.
 *
 * https://dart.dev/tools/pub/glossary#lockfile
 */
export const pubspecLock: PackageCataloger = fileCataloger({
  id: 'pub-pubspec-lock',
  revision: 1,
  reads: [{ basename: 'pubspec.lock', maxBytes: LOCKFILE_BYTES }],
  accepts: isProjectLockfile,
  read: (file) => readPubspecLock(file.path, file.text()),
});

function readPubspecLock(path: string, text: string): FileReading {
  const packages = parseIndented(text, DEFAULT_LIMITS.nesting).get('packages');
  if (packages instanceof Map) {
    return lockfileReading(
      path,
      packages.entries().map(([name, entry]) => packageOf(name, entry, path)),
    );
  }
  // A project without dependencies has `packages: {}` or nothing after the colon.
  if (/^packages:/m.test(text)) return { packages: [] };
  return unreadable(path, 'pub.pubspec-lock.malformed', 'pubspec.lock without packages');
}

/** What comes with the SDK (`sdk`) or from a folder (`path`) is in no registry. */
function packageOf(key: string, entry: Indented, path: string): Package | undefined {
  if (!(entry instanceof Map)) return undefined;
  const field = (name: string): string | undefined => textOf(entry.get(name));
  const description = entry.get('description');
  const name = description instanceof Map ? textOf(description.get('name')) : undefined;
  const source = field('source');
  return libraryPackage({
    ecosystem: 'pub',
    name: name ?? key,
    version: field('version'),
    path,
    evidence: 'lockfile',
    scope: field('dependency') === 'direct dev' ? 'dev' : 'runtime',
    facts: { source: source === 'hosted' ? undefined : source },
  });
}

function textOf(value: Indented | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
