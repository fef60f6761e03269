import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import type { Failure, Result } from '../base/index.ts';
import { err, failure, ok } from '../base/index.ts';
import type { RandomBytes } from './secret-token.ts';

/** Encrypts what must be kept and read again: keys, secrets of second steps and of providers. */
export interface Seal {
  /** `purpose` is bound to it: what was sealed for one opens for no other. */
  seal(plain: Uint8Array, purpose: string): Uint8Array;
  /** Throws when it was sealed with a key that is not here, for another purpose, or was changed. */
  open(sealed: Uint8Array, purpose: string): Uint8Array;
}

const KEY_BYTES = 32;
const KEY_ID_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM: key id, nonce, tag, text. The first key seals, all of them open: to change keys, put
 * a new one in front.
 */
export function createSeal(keys: readonly Uint8Array[], randomBytes: RandomBytes): Seal {
  const [current] = keys;
  if (!current) throw new Error('a seal needs a key');
  const byId = new Map(keys.map((key) => [keyId(key), key]));
  return {
    seal: (plain, purpose) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', current, nonce).setAAD(Buffer.from(purpose));
      const text = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([Buffer.from(keyId(current), 'hex'), nonce, cipher.getAuthTag(), text]);
    },
    open: (sealed, purpose) => {
      const bytes = Buffer.from(sealed);
      const key = byId.get(bytes.subarray(0, KEY_ID_BYTES).toString('hex'));
      if (!key) throw new Error(`${purpose} was sealed with a key that is not in the key file`);
      const nonce = bytes.subarray(KEY_ID_BYTES, KEY_ID_BYTES + NONCE_BYTES);
      const text = KEY_ID_BYTES + NONCE_BYTES + TAG_BYTES;
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(purpose))
        .setAuthTag(bytes.subarray(text - TAG_BYTES, text));
      return Buffer.concat([decipher.update(bytes.subarray(text)), decipher.final()]);
    },
  };
}

function keyId(key: Uint8Array): string {
  return createHash('sha256')
    .update(key)
    .digest('hex')
    .slice(0, 2 * KEY_ID_BYTES);
}

/** The text of a new key file: one line, a key of 256 bits in base64. */
export function newKeyFile(randomBytes: RandomBytes): string {
  return `${Buffer.from(randomBytes(KEY_BYTES)).toString('base64')}\n`;
}

/** The keys of a key file, one a line, the one that seals first. */
export function readKeyFile(text: string): Result<readonly Uint8Array[], Failure> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const keys = lines.map((line) => Buffer.from(line.trim(), 'base64'));
  const bad = keys.findIndex((key) => key.length !== KEY_BYTES);
  if (keys.length > 0 && bad < 0) return ok(keys);
  // Never the line itself: it is a secret, however wrong.
  const what = keys.length === 0 ? 'holds no key' : `has no key of 32 bytes in line ${bad + 1}`;
  return err(
    failure('config.bad-value', `the secret key file ${what}: each line is one in base64`),
  );
}
