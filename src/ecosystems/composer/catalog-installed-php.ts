import type { Package } from '../../model/index.ts';
import type { PackageCataloger } from '../cataloger.ts';
import type { FileReading } from '../file-cataloger.ts';
import { fileCataloger, unreadable } from '../file-cataloger.ts';
import { libraryPackage } from '../library-package.ts';
import { linesOf, lockfileReading, LOCKFILE_BYTES } from '../lockfile.ts';
import { isFixture } from './composer-package.ts';

/**
 * Reads the list of what is installed that Composer 2 writes for programs: it stays where
 * installed.json was deleted to save room. PHP, but always in the same form; nothing is run.
 *
 * https://getcomposer.org/doc/07-runtime.md#installed-versions
 */
export const installedPhp: PackageCataloger = fileCataloger({
  id: 'composer-installed-php',
  revision: 1,
  reads: [{ basename: 'installed.php', folder: 'composer', maxBytes: LOCKFILE_BYTES }],
  accepts: (path) => !isFixture(path),
  read: (file) => readInstalledPhp(file.path, file.text()),
});

function readInstalledPhp(path: string, text: string): FileReading {
  const written = asWrittenNow(text);
  if (!written.includes("'versions' => array(")) {
    const message = 'installed.php without its list of versions';
    return unreadable(path, 'composer.installed-php.malformed', message);
  }
  return lockfileReading(path, packagesIn(path, written));
}

/** Composer 2.0 broke the line before `array (`, and took half the blanks at a line's start. */
function asWrittenNow(text: string): string {
  return text.replaceAll(/=>\s*array\s?\(/g, '=> array(');
}

/** Lines are short, but for paths, which are not read. */
const LINE_CHARS = 1024;

interface Listed {
  readonly name: string;
  version?: string;
  isDevelopment?: boolean;
}

/** The project itself is among them. */
function* packagesIn(path: string, text: string): Generator<Package | undefined> {
  const [head = '', ...rest] = text.split("'versions' => array(");
  const project = /'name' => '([^']+)'/.exec(head)?.[1];
  let open: Listed | undefined;
  for (const line of linesOf(rest.join(''))) {
    const name = /^(?: {4}| {8})'([^']+)' => array\($/.exec(line)?.[1];
    if (name !== undefined) {
      if (open && open.name !== project) yield packageOf(open, path);
      open = { name };
    } else if (open) readField(open, line.slice(0, LINE_CHARS));
  }
  if (open && open.name !== project) yield packageOf(open, path);
}

function readField(open: Listed, line: string): void {
  const version = /^(?: {6}| {12})'pretty_version' => '([^']+)'/.exec(line)?.[1];
  if (version !== undefined) open.version = version;
  else if (/^(?: {6}| {12})'dev_requirement' => true,/.test(line)) open.isDevelopment = true;
}

/** What is only replaced or provided by another has no version of its own. */
function packageOf({ name, version, isDevelopment }: Listed, path: string): Package | undefined {
  return libraryPackage({
    ecosystem: 'composer',
    name,
    version,
    path,
    evidence: 'metadata',
    scope: isDevelopment ? 'dev' : 'runtime',
  });
}
