import { Readable } from 'node:stream';

/** One answer's bytes. */
export interface S3Body {
  readonly stream: Readable;
  readonly length: number;
}

/** Without a mebibyte in between: a storage that breaks more often than that is broken. */
const RESUMES = 5;
const PROGRESS_BYTES = 1024 * 1024;
const PIECE_BYTES = 256 * 1024;

/**
 * The bytes of a body; where an answer is cut or stands still, they go on from a new answer.
 * `reopen(from)` asks for what is behind the first `from` bytes. Ends with an error, never early.
 */
export function resumedBody(
  first: S3Body,
  reopen: (from: number) => Promise<S3Body>,
  idleMs: number,
): Readable {
  let current = first.stream;
  let chunks: AsyncIterator<unknown> = current[Symbol.asyncIterator]();
  let received = 0;
  let resumes = 0;
  let resumedAt = 0;

  const next = async (): Promise<Buffer | undefined> => {
    for (;;) {
      try {
        const piece = await inTime(current, chunks, idleMs);
        if (piece !== undefined) {
          received += piece.length;
          return piece;
        }
        if (received === first.length) return undefined;
        throw new Error(`the answer ended after ${received} of ${first.length} bytes`);
      } catch (error) {
        current.destroy();
        if (received >= first.length) return undefined;
        resumes = received - resumedAt < PROGRESS_BYTES ? resumes + 1 : 1;
        if (resumes > RESUMES) throw error;
        resumedAt = received;
        current = (await reopen(received)).stream;
        chunks = current[Symbol.asyncIterator]();
      }
    }
  };
  const pieces = async function* (): AsyncGenerator<Buffer> {
    for (let piece = await next(); piece !== undefined; piece = await next()) yield piece;
  };
  const body = Readable.from(pieces(), { objectMode: false, highWaterMark: PIECE_BYTES });
  body.once('close', () => current.destroy());
  return body;
}

/** Only the time that we wait counts, not the time that a slow reader takes. */
async function inTime(
  stream: Readable,
  chunks: AsyncIterator<unknown>,
  idleMs: number,
): Promise<Buffer | undefined> {
  const timer = setTimeout(() => {
    stream.destroy(new Error(`the answer stood still for ${idleMs} ms`));
  }, idleMs);
  try {
    const { value, done } = await chunks.next();
    return done === true || !Buffer.isBuffer(value) ? undefined : value;
  } finally {
    clearTimeout(timer);
  }
}
