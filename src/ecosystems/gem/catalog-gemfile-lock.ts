import type { Package } from '../../model/index.ts';
import type { PackageCataloger } from '../cataloger.ts';
import type { FileReading } from '../file-cataloger.ts';
import { fileCataloger, unreadable } from '../file-cataloger.ts';
import { isWord, linesOf, lockfileReading, LOCKFILE_BYTES } from '../lockfile.ts';

/**
 * Reads Bundler's lockfile: what each of its sources gives. It does not tell groups apart.
 *
 * https://bundler.io/guides/gemfile.html
 */
export const gemfileLock: PackageCataloger = fileCataloger({
  id: 'gem-gemfile-lock',
  revision: 1,
  reads: [
    { basename: 'Gemfile.lock', maxBytes: LOCKFILE_BYTES },
    { basename: 'gems.locked', maxBytes: LOCKFILE_BYTES },
  ],
  accepts: isProjectLockfile,
  read: (file) => readGemfileLock(file.path, file.text()),
});

/** Gems bring their authors' lockfiles along, which nobody installed by. */
function isProjectLockfile(path: string): boolean {
  return !/(?:^|\/)gems\/[^/]+-[0-9a-f][^/]*\//.test(path);
}

const SOURCES = new Map<string, string | undefined>([
  ['GEM', undefined],
  ['GIT', 'git'],
  ['PATH', 'path'],
]);

function readGemfileLock(path: string, text: string): FileReading {
  if (!SECTION.test(text)) {
    const message = 'Gemfile.lock without any of its sections';
    return unreadable(path, 'gem.gemfile-lock.malformed', message);
  }
  return lockfileReading(path, packagesOf(path, text));
}

function* packagesOf(path: string, text: string): Generator<Package | undefined> {
  let section = '';
  for (const line of linesOf(text)) {
    if (line !== '' && !line.startsWith(' ')) section = line.trimEnd();
    else if (SOURCES.has(section)) yield packageOn(line.trimEnd(), SOURCES.get(section), path);
  }
}

const SECTION = /^(?:GEM|GIT|PATH|PLATFORMS|DEPENDENCIES)\r?$/m;

/** Four blanks, `name (version-platform)`; with six it is what the gem asks for, and no word. */
function packageOn(line: string, source: string | undefined, path: string): Package | undefined {
  if (!line.startsWith('    ') || !line.endsWith(')')) return undefined;
  const bracket = line.indexOf(' (', 4);
  if (bracket === -1) return undefined;
  const name = line.slice(4, bracket);
  const [version, ...platform] = line.slice(bracket + 2, -1).split('-');
  if (!isWord(name) || !isWord(version)) return undefined;
  const facts = {
    ...(platform.length > 0 && { platform: platform.join('-') }),
    ...(source && { source }),
  };
  return {
    ecosystem: 'gem',
    name,
    version,
    licenses: [],
    locations: [path],
    evidence: 'lockfile',
    confidence: 'exact',
    scope: 'runtime',
    ...(Object.keys(facts).length > 0 && { facts }),
  };
}
