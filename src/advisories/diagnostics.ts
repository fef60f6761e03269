import type { Diagnostic } from '../model/index.ts';

/** A record that was left out, and why. `path` is the record's place in its feed. */
export function skipped(code: string, message: string, path: string): Diagnostic {
  return { code, severity: 'warning', message, path };
}
