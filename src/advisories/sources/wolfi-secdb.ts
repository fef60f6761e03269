import type { Failure, Result } from '../../base/index.ts';
import type { ParsedFeed } from './parsed-feed.ts';
import { parseSecdb } from './secdb.ts';

/** Wolfi's `security.json`: one rolling release. */
export function parseWolfiSecdb(bytes: Uint8Array, path: string): Result<ParsedFeed, Failure> {
  const origin = {
    source: 'wolfi-secdb',
    namespace: 'Wolfi',
    idPrefix: 'WOLFI-',
  };
  return parseSecdb(bytes, origin, path);
}
