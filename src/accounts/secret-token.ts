import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** Bytes that nobody can guess; `node:crypto`'s `randomBytes` but in tests. */
export type RandomBytes = (size: number) => Uint8Array;

/**
 * What a token begins with, so that scanners of secrets know it by its look and we know its kind:
 * personal, robot, registry's refresh, session, invitation, set-up.
 */
export type TokenPrefix = 'ddp' | 'ddr' | 'ddo' | 'dds' | 'ddi' | 'ddu';

const PREFIXES: readonly TokenPrefix[] = ['ddp', 'ddr', 'ddo', 'dds', 'ddi', 'ddu'];
/** 36 letters of 62 are 214 bits. */
const LETTERS = 36;
const CHECK_LETTERS = 6;
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const TOKEN = new RegExp(`^(dd[a-z])_[0-9A-Za-z]{${LETTERS + CHECK_LETTERS}}$`);

/** `ddp_`, 36 random letters, and 6 that check them: a mistyped token costs no look-up. */
export function makeToken(prefix: TokenPrefix, randomBytes: RandomBytes): string {
  const body = `${prefix}_${randomLetters(LETTERS, randomBytes)}`;
  return body + checkOf(body);
}

/** The prefix of what looks like a token of ours and checks; undefined of anything else. */
export function tokenPrefix(text: string): TokenPrefix | undefined {
  const prefix = TOKEN.exec(text)?.[1];
  if (prefix === undefined) return undefined;
  const body = text.slice(0, -CHECK_LETTERS);
  if (checkOf(body) !== text.slice(-CHECK_LETTERS)) return undefined;
  return PREFIXES.find((known) => known === prefix);
}

/**
 * Kept in place of a token, and looked up by: no secret is ever compared letter by letter, so that
 * time tells nothing. Tokens are random, so that one round of SHA-256 hides them well.
 */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Letters of 62, each as likely as any other: bytes past the last whole multiple are thrown away. */
export function randomLetters(count: number, randomBytes: RandomBytes): string {
  let letters = '';
  while (letters.length < count) {
    for (const byte of randomBytes(count)) {
      if (byte < 248 && letters.length < count) letters += ALPHABET.charAt(byte % ALPHABET.length);
    }
  }
  return letters;
}

/** CRC-32 in letters of 62. */
function checkOf(body: string): string {
  let rest = crc32(body);
  let letters = '';
  while (letters.length < CHECK_LETTERS) {
    letters = ALPHABET.charAt(rest % ALPHABET.length) + letters;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return letters;
}
