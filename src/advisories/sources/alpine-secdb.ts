import type { Failure, Result } from '../../base/index.ts';
import type { ParsedFeed } from './parsed-feed.ts';
import { parseSecdb } from './secdb.ts';

/** One repository (`main`, `community`) of one Alpine release, `v3.20` or `edge`. */
export function parseAlpineSecdb(
  bytes: Uint8Array,
  release: string,
  path: string,
): Result<ParsedFeed, Failure> {
  const origin = {
    source: 'alpine-secdb',
    namespace: `Alpine:${release}`,
    idPrefix: 'ALPINE-',
  };
  return parseSecdb(bytes, origin, path);
}
