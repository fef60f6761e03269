import type { Failure } from '../base/index.ts';
import { failure } from '../base/index.ts';

/**
 * What a person can mend when the system says no: a full disk, a folder of somebody else's.
 * `undefined`: the error is not the system's, so it is a bug.
 */
export function failureOfSystem(error: unknown, dataFolder: string): Failure | undefined {
  const reason = systemReasonOf(error);
  if (reason === undefined || !(error instanceof Error)) return undefined;
  const call = ['syscall', 'path'].map((key) => String(Reflect.get(error, key) ?? '')).join(' ');
  return failure(
    'cli.system',
    `"${call.trim()}" was refused: ${reason} (advisories are kept in ${dataFolder}; DRYDOCK_DATA names another folder)`,
  );
}

/** Why the system refused, in words; `undefined` of what no person can mend. */
export function systemReasonOf(error: unknown): string | undefined {
  return REASONS.get(String(error instanceof Error && Reflect.get(error, 'code')));
}

/** errno(3) */
const REASONS: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'permission denied'],
  ['EDQUOT', 'the disk quota is used up'],
  ['EIO', 'the device has an input/output error'],
  ['EISDIR', 'it is a folder'],
  ['EMFILE', 'too many files are open'],
  ['ENFILE', 'too many files are open on this machine'],
  ['ENOENT', 'no such file or directory'],
  ['ENOSPC', 'no space left on the device'],
  ['ENOTDIR', 'a part of the path is no folder'],
  ['EPERM', 'operation not permitted'],
  ['EROFS', 'the file system is read-only'],
]);
