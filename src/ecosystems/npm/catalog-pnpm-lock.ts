import { DEFAULT_LIMITS } from '../../base/index.ts';
import type { Package } from '../../model/index.ts';
import type { PackageCataloger } from '../cataloger.ts';
import type { FileReading } from '../file-cataloger.ts';
import { fileCataloger, unreadable } from '../file-cataloger.ts';
import { developmentOnly, lockfileReading, LOCKFILE_BYTES } from '../lockfile.ts';
import type { Indented, IndentedMap } from '../indented.ts';
import { parseIndented } from '../indented.ts';
import { isProjectLockfile, npmPackage, sourceOf, splitNameVersion } from './npm-package.ts';

/**
 * Reads pnpm's lockfiles of versions 5 to 9.
 *
 * https://github.com/pnpm/spec/tree/master/lockfile
 */
export const pnpmLock: PackageCataloger = fileCataloger({
  id: 'npm-pnpm-lock',
  revision: 1,
  reads: [{ basename: 'pnpm-lock.yaml', maxBytes: LOCKFILE_BYTES }],
  accepts: isProjectLockfile,
  read: (file) => readPnpmLock(file.path, file.text()),
});

function readPnpmLock(path: string, text: string): FileReading {
  const lock = parseIndented(text, DEFAULT_LIMITS.nesting);
  const version = Number.parseFloat(textOf(lock.get('lockfileVersion')) ?? '');
  if (!(version >= 5)) {
    const written = textOf(lock.get('lockfileVersion')) ?? 'none';
    return unreadable(
      path,
      'npm.pnpm-lock.unknown',
      `pnpm lockfile of version ${written.slice(0, 20)}: 5 to 9 are read`,
    );
  }
  const development = version >= 9 ? developmentIds(lock) : new Set<string>();
  const entries = mapOf(lock.get('packages'))
    .entries()
    .map(([id, entry]) =>
      packageOf(id, mapOf(entry), { version, path, isDevelopment: development.has(id) }),
    );
  return lockfileReading(path, entries);
}

interface Context {
  readonly version: number;
  readonly path: string;
  readonly isDevelopment: boolean;
}

/** What is not from a registry has `name` and `version` as fields (`version` only, since 9). */
function packageOf(id: string, entry: IndentedMap, context: Context): Package | undefined {
  const [name, version] = context.version < 6 ? splitOldId(id) : splitId(id);
  const resolution = mapOf(entry.get('resolution'));
  const isDevelopment = context.isDevelopment || textOf(entry.get('dev')) === 'true';
  return npmPackage({
    name: textOf(entry.get('name')) ?? name,
    version: textOf(entry.get('version')) ?? version,
    path: context.path,
    evidence: 'lockfile',
    scope: isDevelopment ? 'dev' : 'runtime',
    source: kindOf(resolution) ?? sourceOf(version) ?? sourceOf(id),
  });
}

function kindOf(resolution: IndentedMap): 'git' | 'file' | undefined {
  if (resolution.has('commit')) return 'git';
  return resolution.has('directory') ? 'file' : undefined;
}

/** Since 6: `/@scope/name@1.0.0(peer@2.0.0)`, since 9 without the slash and the peers. */
function splitId(id: string): readonly [name: string, version: string] {
  return splitNameVersion(withoutPeers(id.startsWith('/') ? id.slice(1) : id));
}

/** Before 6: `/@scope/name/1.0.0_peer@2.0.0`, with the registry's host in front if it is another. */
function splitOldId(id: string): readonly [name: string, version: string] {
  const [, ...segments] = id.split('/');
  const isScoped = segments[0]?.startsWith('@') === true;
  const name = segments.slice(0, isScoped ? 2 : 1).join('/');
  const version = segments[isScoped ? 2 : 1] ?? '';
  return [name, version.split('_', 1)[0] ?? ''];
}

function withoutPeers(id: string): string {
  const peers = id.indexOf('(');
  return peers === -1 ? id : id.slice(0, peers);
}

/** Since 9 no entry says that it is for development; what the projects ask for leads to it. */
function developmentIds(lock: IndentedMap): ReadonlySet<string> {
  const snapshots = mapOf(lock.get('snapshots'));
  const projects = [...mapOf(lock.get('importers')).values()].map(mapOf);
  const asked = (by: readonly IndentedMap[], kinds: readonly string[]): string[] =>
    by.flatMap((one) => kinds.flatMap((kind) => idsOf(one.get(kind), snapshots)));
  const only = developmentOnly(
    asked(projects, RUNTIME),
    asked(projects, ['devDependencies']),
    (id) => asked([mapOf(snapshots.get(id))], RUNTIME),
  );
  const needed = new Set([...snapshots.keys()].filter((id) => !only.has(id)).map(withoutPeers));
  return new Set([...only].map(withoutPeers)).difference(needed);
}

const RUNTIME = ['dependencies', 'optionalDependencies'];

/** Snapshot ids: `name@version`, or the version alone where it names another package (an alias). */
function idsOf(dependencies: Indented | undefined, snapshots: IndentedMap): string[] {
  return [...mapOf(dependencies)].flatMap(([name, asked]) => {
    const version = textOf(asked) ?? textOf(mapOf(asked).get('version')) ?? '';
    return [`${name}@${version}`, version].filter((id) => snapshots.has(id));
  });
}

function mapOf(value: Indented | undefined): IndentedMap {
  return value instanceof Map ? value : new Map();
}

function textOf(value: Indented | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
