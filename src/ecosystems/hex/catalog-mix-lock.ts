import type { Package } from '../../model/index.ts';
import type { PackageCataloger } from '../cataloger.ts';
import type { FileReading } from '../file-cataloger.ts';
import { fileCataloger, unreadable } from '../file-cataloger.ts';
import { libraryPackage } from '../library-package.ts';
import { linesOf, lockfileReading, LOCKFILE_BYTES } from '../lockfile.ts';
import { isProjectFile } from './project-file.ts';

/**
 * Reads Mix's lockfile: an Elixir map, but always written one dependency a line; nothing is run.
 * What is from a repository has a commit and no version.
 *
 * https://hexdocs.pm/mix/Mix.Project.html
 */
export const mixLock: PackageCataloger = fileCataloger({
  id: 'hex-mix-lock',
  revision: 1,
  reads: [{ basename: 'mix.lock', maxBytes: LOCKFILE_BYTES }],
  accepts: isProjectFile,
  read: (file) => readMixLock(file.path, file.text()),
});

function readMixLock(path: string, text: string): FileReading {
  if (!text.trimStart().startsWith('%{')) {
    return unreadable(path, 'hex.mix-lock.malformed', 'mix.lock that is no map');
  }
  return lockfileReading(path, packagesIn(path, text));
}

/** A line names the package's dependencies too. */
const LINE_CHARS = 16 * 1024;

function* packagesIn(path: string, text: string): Generator<Package | undefined> {
  for (const line of linesOf(text)) yield packageOn(line.slice(0, LINE_CHARS), path);
}

/** `"app": {:hex, :name, "1.0.0", "hash", [:mix], [...], "hexpm:organization", "hash"},` */
function packageOn(line: string, path: string): Package | undefined {
  const match = /^\s*"[^"]+": \{:hex, :"?([^",]+)"?, "([^"]+)"/.exec(line);
  if (!match) return undefined;
  const [, name, version] = match;
  const organization = /"hexpm:([^":]+)"/.exec(line)?.[1];
  return libraryPackage({
    ecosystem: 'hex',
    name: organization === undefined ? name : `${organization}/${name}`,
    version,
    path,
    evidence: 'lockfile',
  });
}
