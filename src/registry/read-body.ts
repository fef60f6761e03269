import type { Readable } from 'node:stream';

/** Reads a body whole; one over the limit is refused as soon as it is, not read to its end. */
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
  body.on('data', take).once('end', resolve).once('error', reject);
  body.once('close', () => reject(new Error('the client closed the connection')));
  try {
    await promise;
  } finally {
    body.off('data', take);
  }
  return Buffer.concat(chunks);
}
