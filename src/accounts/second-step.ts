import { Secret, TOTP } from 'otpauth';
import type { RandomBytes } from './secret-token.ts';
import { tokenHash } from './secret-token.ts';

/** RFC 6238 as authenticator applications have it: SHA-1, six digits, 30 seconds. */
const PERIOD_SECONDS = 30;
const DIGITS = 6;
/** RFC 4226, section 4: 160 bits are recommended. */
const SECRET_BYTES = 20;
/** One step to either side, for clocks that differ. */
const WINDOW = 1;

export function newSecondStep(randomBytes: RandomBytes): string {
  return new Secret({ buffer: Uint8Array.from(randomBytes(SECRET_BYTES)).buffer }).base32;
}

/** Whether it is such a secret: it comes back from the browser that confirms it. */
export function isSecondStep(secret: string): boolean {
  return /^[A-Z2-7]{32}$/.test(secret);
}

/** `otpauth://...` for a QR code. */
export function secondStepUri(secret: string, name: string, issuer: string): string {
  return totp(secret, name, issuer).toString();
}

/** The step that the code is of, near `now`; undefined when it is of none. */
export function stepOf(secret: string, code: string, now: number): number | undefined {
  const digits = code.replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(digits)) return undefined;
  const delta = totp(secret).validate({ token: digits, timestamp: now, window: WINDOW });
  return delta === null ? undefined : Math.floor(now / 1000 / PERIOD_SECONDS) + delta;
}

function totp(secret: string, label = '', issuer = ''): TOTP {
  return new TOTP({
    secret: Secret.fromBase32(secret),
    digits: DIGITS,
    period: PERIOD_SECONDS,
    algorithm: 'SHA1',
    label,
    issuer,
  });
}

const RECOVERY_CODES = 10;
const RECOVERY_LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';

/** Ten codes of 80 bits, `abcd-efgh-jkmn-pqrs`, for the day when the telephone is gone. */
export function newRecoveryCodes(randomBytes: RandomBytes): readonly string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const letters = [...randomBytes(16)].map((byte) => RECOVERY_LETTERS.charAt(byte % 32)).join('');
    return letters.replaceAll(/(.{4})(?!$)/g, '$1-');
  });
}

/** Kept in place of a code; undefined of what cannot be one. */
export function recoveryHash(code: string): string | undefined {
  const letters = code.toLowerCase().replaceAll(/[\s-]/g, '');
  return /^[a-z0-9]{16}$/.test(letters) ? tokenHash(`recovery ${letters}`) : undefined;
}
