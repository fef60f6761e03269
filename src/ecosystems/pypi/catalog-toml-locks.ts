import { arrayOf, recordOf, stringOf, stringsOf } from '../../base/index.ts';
import type { PackageCataloger } from '../cataloger.ts';
import type { PythonSource } from './python-package.ts';
import { pythonPackage } from './python-package.ts';
import { tomlLock } from '../toml-lock.ts';

/**
 * Reads Poetry's lockfile. Before 1.2 `category` told development, since 2.0 `groups` does; between
 * them nothing does.
 *
 * https://python-poetry.org/docs/basic-usage/
 */
export const poetryLock: PackageCataloger = tomlLock({
  id: 'pypi-poetry-lock',
  revision: 1,
  basename: 'poetry.lock',
  malformed: 'pypi.poetry-lock.malformed',
  readPackages: (document, path) =>
    tables(document['package'])
      .values()
      .map((entry) => {
        const kind = stringOf(recordOf(entry['source'])['type']);
        const isDevelopment = entry['category'] === 'dev' || isOutside(entry['groups'], 'main');
        return pythonPackage({
          name: stringOf(entry['name']),
          version: stringOf(entry['version']),
          path,
          evidence: 'lockfile',
          scope: isDevelopment ? 'dev' : 'runtime',
          source: kind === 'directory' ? 'file' : POETRY_SOURCES.get(kind ?? ''),
        });
      }),
});

/** `legacy` is an index of packages, as its API was once called. */
const POETRY_SOURCES = new Map<string, PythonSource>([
  ['git', 'git'],
  ['file', 'file'],
  ['url', 'url'],
]);

/**
 * Reads PDM's lockfile, where `default` is what the project needs to run.
 *
 * https://pdm-project.org/latest/usage/lockfile/
 */
export const pdmLock: PackageCataloger = tomlLock({
  id: 'pypi-pdm-lock',
  revision: 1,
  basename: 'pdm.lock',
  malformed: 'pypi.pdm-lock.malformed',
  readPackages: (document, path) =>
    tables(document['package'])
      .values()
      .map((entry) =>
        pythonPackage({
          name: stringOf(entry['name']),
          version: stringOf(entry['version']),
          path,
          evidence: 'lockfile',
          scope: isOutside(entry['groups'], 'default') ? 'dev' : 'runtime',
          source: keyedSource(entry, { git: 'git', path: 'file', url: 'url' }),
        }),
      ),
});

/**
 * Reads the lockfile format that Python's tools agreed on (PEP 751). A package of a folder is the
 * project's own, and has no version.
 *
 * https://packaging.python.org/en/latest/specifications/pylock-toml/
 */
export const pylock: PackageCataloger = tomlLock({
  id: 'pypi-pylock',
  revision: 1,
  basename: 'pylock.toml',
  malformed: 'pypi.pylock.malformed',
  readPackages: (document, path) =>
    tables(document['packages'])
      .values()
      .map((entry) =>
        pythonPackage({
          name: stringOf(entry['name']),
          version: stringOf(entry['version']),
          path,
          evidence: 'lockfile',
          source: keyedSource(entry, { vcs: 'git', directory: 'file', archive: 'url' }),
        }),
      ),
});

/** The tables of an array; what else stands there is none. */
export function tables(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return arrayOf(value).map(recordOf);
}

/** Whether groups are named and this one is not among them. */
function isOutside(groups: unknown, group: string): boolean {
  const named = stringsOf(groups);
  return named.length > 0 && !named.includes(group);
}

function keyedSource(
  entry: Readonly<Record<string, unknown>>,
  kinds: Readonly<Record<string, PythonSource>>,
): PythonSource | undefined {
  return Object.entries(kinds).find(([key]) => entry[key] !== undefined)?.[1];
}
