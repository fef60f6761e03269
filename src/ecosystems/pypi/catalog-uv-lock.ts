import { recordOf, stringOf } from '../../base/index.ts';
import type { PackageCataloger } from '../cataloger.ts';
import { tables } from './catalog-toml-locks.ts';
import { developmentOnly } from '../lockfile.ts';
import type { PythonSource } from './python-package.ts';
import { pythonPackage } from './python-package.ts';
import type { TomlDocument } from '../toml-lock.ts';
import { tomlLock } from '../toml-lock.ts';

/**
 * Reads uv's lockfile. The project and the members of its workspace are in it too, and left out;
 * what they ask for tells which packages are for development only.
 *
 * https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile
 */
export const uvLock: PackageCataloger = tomlLock({
  id: 'pypi-uv-lock',
  revision: 1,
  basename: 'uv.lock',
  malformed: 'pypi.uv-lock.malformed',
  readPackages(document, path) {
    const entries = tables(document['package']);
    const development = developmentNames(entries);
    return entries.values().map((entry) => {
      const source = recordOf(entry['source']);
      if (isMember(source)) return undefined;
      const name = stringOf(entry['name']);
      return pythonPackage({
        name,
        version: stringOf(entry['version']),
        path,
        evidence: 'lockfile',
        scope: development.has(name ?? '') ? 'dev' : 'runtime',
        source: sourceOf(source),
      });
    });
  },
});

/** A folder of the project itself: `virtual` is one that is not built. */
function isMember(source: TomlDocument): boolean {
  return ['virtual', 'editable', 'directory'].some((kind) => source[kind] !== undefined);
}

function sourceOf(source: TomlDocument): PythonSource | undefined {
  if (source['git'] !== undefined) return 'git';
  if (source['url'] !== undefined) return 'url';
  return source['path'] === undefined ? undefined : 'file';
}

/** By name: one project can lock several versions of a package, for several platforms. */
function developmentNames(entries: readonly TomlDocument[]): ReadonlySet<string> {
  const asks = new Map<string, string[]>();
  const runtime: string[] = [];
  const development: string[] = [];
  for (const entry of entries) {
    const name = stringOf(entry['name']) ?? '';
    const known = asks.get(name) ?? [];
    asks.set(name, known);
    const extras = Object.values(recordOf(entry['optional-dependencies']));
    for (const asked of [entry['dependencies'], ...extras].flatMap(namesOf)) known.push(asked);
    if (!isMember(recordOf(entry['source']))) continue;
    runtime.push(name);
    const groups = entry['dev-dependencies'] ?? entry['dependency-groups'];
    for (const asked of Object.values(recordOf(groups)).flatMap(namesOf)) development.push(asked);
  }
  return developmentOnly(runtime, development, (name) => asks.get(name) ?? []);
}

function namesOf(list: unknown): string[] {
  return tables(list).flatMap((entry) => stringOf(entry['name']) ?? []);
}
