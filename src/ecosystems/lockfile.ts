import type { Diagnostic, Package } from '../model/index.ts';
import type { FileReading } from './file-cataloger.ts';

/** Lockfiles of the largest workspaces have some five megabytes. */
export const LOCKFILE_BYTES: number = 16 * 1024 * 1024;

/** The largest lockfiles there are name some twenty thousand packages. */
const PACKAGES = 100_000;

/**
 * The reading of a lockfile: one package per name and version, needed at run time if any of its
 * entries is, in order of first sight. Entries are best made as they are asked for: those past the
 * limit never are.
 */
export function lockfileReading(
  path: string,
  entries: Iterable<Package | undefined>,
  limit: number = PACKAGES,
): FileReading {
  const packages = new Map<string, Package>();
  for (const found of entries) {
    if (found === undefined) continue;
    const key = `${found.name}\0${found.version}`;
    const known = packages.get(key);
    if (known === undefined && packages.size === limit) {
      return { packages: [...packages.values()], diagnostics: [tooMany(path, limit)] };
    }
    if (known === undefined || (known.scope === 'dev' && found.scope === 'runtime')) {
      packages.set(key, found);
    }
  }
  return { packages: [...packages.values()] };
}

function tooMany(path: string, limit: number): Diagnostic {
  const message = `lockfile of more than ${limit} packages: the rest was left out`;
  return { code: 'lockfile.too-many-packages', severity: 'warning', message, path };
}

/**
 * What only development leads to: reached from `development`, and not from `runtime`. What neither
 * reaches is not said to be for development.
 */
export function developmentOnly(
  runtime: readonly string[],
  development: readonly string[],
  next: (id: string) => readonly string[],
): ReadonlySet<string> {
  return reachable(development, next).difference(reachable(runtime, next));
}

function reachable(
  from: readonly string[],
  next: (id: string) => readonly string[],
): ReadonlySet<string> {
  const reached = new Set(from);
  for (const id of reached) for (const other of next(id)) reached.add(other);
  return reached;
}

/** A name or version as packages are published under: nothing blank, nothing invisible, no novel. */
export function isWord(text: string | undefined): text is string {
  return text !== undefined && text.length <= 256 && /^[^\s\p{Cc}]+$/u.test(text);
}

/** Lines without their ends, as they are asked for: a list of millions of them is not made. */
export function* linesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length;) {
    const found = text.indexOf('\n', start);
    const end = found === -1 ? text.length : found;
    yield text.slice(start, end > start && text[end - 1] === '\r' ? end - 1 : end);
    start = end + 1;
  }
}
