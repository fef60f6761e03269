import { parse, TomlError } from 'smol-toml';
import { DEFAULT_LIMITS, recordOf } from '../base/index.ts';
import type { Package } from '../model/index.ts';
import type { FilePattern, PackageCataloger } from './cataloger.ts';
import { fileCataloger, unreadable } from './file-cataloger.ts';
import { isProjectLockfile } from './library-package.ts';
import { lockfileReading } from './lockfile.ts';

/**
 * The largest lockfiles, of Python projects, have a few megabytes, mostly hashes; the parser takes up
 * to a hundred times the text's size on hostile ones.
 */
const TOML_BYTES = 4 * 1024 * 1024;

/** A TOML document: what its reader finds in it has any type. */
export type TomlDocument = Readonly<Record<string, unknown>>;

/** A cataloger of a lockfile in TOML. */
export function tomlLock(format: {
  readonly id: string;
  readonly revision: number;
  readonly basename: string;
  /** Of the diagnostic that tells of a file that cannot be read. */
  readonly malformed: string;
  readPackages(document: TomlDocument, path: string): Iterable<Package | undefined>;
}): PackageCataloger {
  const reads: readonly FilePattern[] = [{ basename: format.basename, maxBytes: TOML_BYTES }];
  return fileCataloger({
    id: format.id,
    revision: format.revision,
    reads,
    accepts: isProjectLockfile,
    read: (file) => {
      const { path } = file;
      const document = parseToml(file.text());
      if (typeof document === 'string') {
        return unreadable(path, format.malformed, document);
      }
      return lockfileReading(path, format.readPackages(document, path));
    },
  });
}

/** The document, or in words why it is none. */
function parseToml(text: string): TomlDocument | string {
  try {
    return recordOf(parse(text, { maxDepth: DEFAULT_LIMITS.nesting }));
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return `not TOML, line ${error.line}: ${error.message.split('\n', 1)[0] ?? ''}`;
  }
}
