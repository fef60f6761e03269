import { createReadStream } from 'node:fs';
import { err, failureOf, ok } from '../../base/index.ts';
import type { Failure, Result } from '../../base/index.ts';
import { inflate, TarWalker } from '../../image/index.ts';
import type { InflateLimits, TarLimits } from '../../image/index.ts';

const MIB = 1024 * 1024;

/** Which files of an archive are records, and how large archive and record may be. */
export interface RecordArchive {
  readonly isRecord: (path: string) => boolean;
  /** A larger record is left out. */
  readonly recordBytes: number;
  readonly limits: InflateLimits & TarLimits;
}

export interface RecordHandler {
  record(bytes: Buffer, path: string): void;
  tooLarge(path: string, size: number): void;
}

/**
 * The records of a tar archive, plain or compressed with gzip or zstd, in its order. At no time is
 * more than one of them in memory.
 */
export async function readTarRecords(
  path: string,
  { isRecord, recordBytes, limits }: RecordArchive,
  handler: RecordHandler,
): Promise<Result<void, Failure>> {
  let name = '';
  let chunks: Buffer[] = [];
  const walker = new TarWalker(
    {
      entry: (entry) => {
        if (entry.kind !== 'file' || !isRecord(entry.path)) return 'skip';
        ({ path: name } = entry);
        chunks = [];
        if (entry.size <= recordBytes) return 'take';
        handler.tooLarge(name, entry.size);
        return 'skip';
      },
      data: (bytes) => {
        chunks.push(Buffer.from(bytes));
        return 'copied';
      },
      end: () => handler.record(Buffer.concat(chunks), name),
    },
    limits,
  );
  try {
    const file = createReadStream(path, { highWaterMark: MIB });
    const read = await inflate(file, { limits }, (bytes) => walker.push(bytes));
    if (!read.ok) return read;
    walker.end();
    return ok(undefined);
  } catch (error) {
    return err(failureOf(error, 'advisory.feed.malformed'));
  }
}
