import { createHash } from 'node:crypto';
import { DEFAULT_LIMITS, FailureError } from '../base/index.ts';
import type { Limits } from '../base/index.ts';
import { TarWalker } from './tar-walker.ts';

/** A tar as a list to compare: what was seen before it ended, or before it was refused. For tests. */
export interface TarListing {
  /** Type flag, name, link, size, first 16 hex digits of the content's SHA-256. */
  readonly entries: readonly TarListingLine[];
  /** Code of the failure. */
  readonly refused: string | undefined;
}
export type TarListingLine = readonly [string, string, string, number, string];

const LIMITS: Limits = { ...DEFAULT_LIMITS, uncompressedBytes: 64 * 1024 * 1024 };

/** @param chunkSize odd by default, so that blocks straddle chunks. */
export function listTar(tar: Buffer, limits: Limits = LIMITS, chunkSize = 777): TarListing {
  const entries: TarListingLine[] = [];
  let current: readonly [string, string, string] = ['', '', ''];
  let size = 0;
  let hash = createHash('sha256');
  const walker = new TarWalker(
    {
      entry({ kind, typeFlag, name, linkName }) {
        current = kind === 'global' ? [typeFlag, '', ''] : [typeFlag, name, linkName];
        size = 0;
        hash = createHash('sha256');
        return 'take';
      },
      data(bytes) {
        size += bytes.length;
        hash.update(bytes);
      },
      end() {
        entries.push([...current, size, hash.digest('hex').slice(0, 16)]);
      },
    },
    limits,
  );
  try {
    for (let at = 0; at < tar.length; at += chunkSize)
      walker.push(tar.subarray(at, at + chunkSize));
    walker.end();
    return { entries, refused: undefined };
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    return { entries, refused: error.failure.code };
  }
}

/** A listing in one short line: `ok 3 9f86d081884c7d65`. */
export function summaryOf(entries: readonly (readonly unknown[])[], isRefused: boolean): string {
  const digest = createHash('sha256').update(JSON.stringify(entries)).digest('hex');
  return `${isRefused ? 'refused' : 'ok'} ${entries.length} ${digest.slice(0, 16)}`;
}
