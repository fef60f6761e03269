import { closeSync, fsyncSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { err, failure, ok } from '../base/index.ts';
import type { Failure, Result } from '../base/index.ts';

export interface SecretKeyOptions {
  readonly file: string;
  /** The text of a file that is new. */
  readonly makeText: () => string;
  /** False where data is there already that only the missing key could open. */
  readonly mayMake: boolean;
}

const OTHERS = 0o007;

/** The text of the key file, made at first start; others than its owner and group may not read it. */
export function readSecretKey(options: SecretKeyOptions): Result<string, Failure> {
  const { file, makeText, mayMake } = options;
  try {
    const stat = statSync(file, { throwIfNoEntry: false });
    if (!stat && !mayMake) {
      return refused(
        file,
        'is missing, and the database holds secrets that only it opens: bring it back from a backup',
      );
    }
    if (!stat) writeKey(file, makeText());
    else if ((stat.mode & OTHERS) !== 0) {
      return refused(file, `can be read by everybody: chmod 600 ${file}`);
    }
    return ok(readFileSync(file, 'utf8'));
  } catch (error) {
    return refused(file, error instanceof Error ? error.message : String(error));
  }
}

function refused(file: string, why: string): Result<never, Failure> {
  return err(failure('config.bad-value', `DRYDOCK_SECRET_KEY_FILE is '${file}', which ${why}`));
}

/** Durable before anything is encrypted with it. */
function writeKey(file: string, text: string): void {
  const handle = openSync(file, 'wx', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
