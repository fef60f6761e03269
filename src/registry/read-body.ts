import type { Readable } from 'node:stream';
import { Refusal } from './refusal.ts';

/** What is read whole is a few megabytes at the most. */
const SLOWEST_MS = 120_000;

/** Reads a body whole; one over the limit, or too slow, is refused as soon as it is. */
export async function readBody(
  body: Readable,
  limit: number,
  tooLarge: (limit: number) => Error,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const take = (chunk: Buffer): void => {
    size += chunk.length;
    if (size > limit) reject(tooLarge(limit));
    else chunks.push(chunk);
  };
  const tooSlow = new Refusal('SIZE_INVALID', 'the body came too slowly', { status: 408 });
  const timer = setTimeout(() => reject(tooSlow), SLOWEST_MS);
  body.on('data', take).once('end', resolve).once('error', reject);
  body.once('close', () => reject(new Error('the client closed the connection')));
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    body.off('data', take);
  }
  return Buffer.concat(chunks);
}
