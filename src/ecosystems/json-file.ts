import { DEFAULT_LIMITS, isRecord, parseJson } from '../base/index.ts';
import type { FilePattern, PackageCataloger } from './cataloger.ts';
import type { FileReading } from './file-cataloger.ts';
import { fileCataloger, unreadable } from './file-cataloger.ts';

/** The root of a JSON file: an object, or an object whose only member is the array under `list`. */
export type JsonRoot = Readonly<Record<string, unknown>>;

export interface JsonFormat {
  readonly id: string;
  readonly revision: number;
  readonly reads: readonly FilePattern[];
  readonly accepts?: (path: string) => boolean;
  /** Of the diagnostic that tells of a file that cannot be read. */
  readonly malformed: string;
  readonly read: (root: JsonRoot, path: string) => FileReading;
}

/** A cataloger of files that are one JSON object; an array is given as `{list}`. */
export function jsonCataloger(format: JsonFormat): PackageCataloger {
  const { id, revision, reads, accepts, malformed, read } = format;
  return fileCataloger({
    id,
    revision,
    reads,
    ...(accepts && { accepts }),
    read(file) {
      const { path } = file;
      const parsed = parseJson(file.text(), DEFAULT_LIMITS);
      if (!parsed.ok)
        return unreadable(path, malformed, `${nameOf(path)}: ${parsed.error.message}`);
      const root = Array.isArray(parsed.value) ? { list: parsed.value } : parsed.value;
      return isRecord(root)
        ? read(root, path)
        : unreadable(path, malformed, `${nameOf(path)}: no JSON object`);
    },
  });
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
