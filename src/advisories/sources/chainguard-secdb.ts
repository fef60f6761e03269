import type { Failure, Result } from '../../base/index.ts';
import type { ParsedFeed } from './parsed-feed.ts';
import { parseSecdb } from './secdb.ts';

/** Chainguard's `security.json`: one rolling release, like Wolfi's. */
export function parseChainguardSecdb(bytes: Uint8Array, path: string): Result<ParsedFeed, Failure> {
  const origin = {
    source: 'chainguard-secdb',
    namespace: 'Chainguard',
    idPrefix: 'CHAINGUARD-',
  };
  return parseSecdb(bytes, origin, path);
}
