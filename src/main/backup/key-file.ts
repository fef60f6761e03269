import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Failure, Result } from '../../base/index.ts';
import { err, failure, ok } from '../../base/index.ts';
import type { BackedUpKey, KeyStory } from './restore-backup.ts';

/** The text of the key file; `undefined` where there is none. */
export function readKey(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** Of a key of 256 random bits; says nothing of it but whether another is the same. */
export function fingerprintOf(key: string): string {
  return createHash('sha256').update(`drydock key ${key.trim()}`).digest('hex').slice(0, 16);
}

/** Puts the key of a backup in its place, where no other is. */
export function keepKey(
  file: string,
  { text, fingerprint }: BackedUpKey,
): Result<KeyStory, Failure> {
  const here = readKey(file);
  if (here === undefined) {
    if (text === undefined) return ok(fingerprint === undefined ? 'none' : 'wanted');
    writeFileSync(file, text, { mode: 0o600, flush: true });
    return ok('restored');
  }
  if (fingerprint === undefined || fingerprintOf(here) === fingerprint) return ok('there');
  const message = `${file} is not the key of the backup: move it away, and bring the right one`;
  return err(failure('backup.not-empty', message));
}
