import type { ServerResponse } from 'node:http';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import type { ByteRange } from './blob-store.ts';

/** Bytes of one read. Two of them for each answer: one is sent while the other is read. */
const BLOCK_BYTES = 256 * 1024;
/** Blocks kept for the next answers. */
const SPARE_BLOCKS = 64;

/** Sends files as bodies, over blocks that are used again: fresh ones cost more than the sending. */
export interface FileSender {
  /**
   * False where there is no such file. `begin` writes the head once it is open; the promise ends when all is
   * sent or the client is gone.
   */
  send(
    response: ServerResponse,
    path: string,
    range: ByteRange,
    begin: () => void,
  ): Promise<boolean>;
}

export function fileSender(): FileSender {
  const spare: Buffer[] = [];
  const give = (): Buffer => spare.pop() ?? Buffer.allocUnsafeSlow(BLOCK_BYTES);
  const take = (block: Buffer): void => {
    if (spare.length < SPARE_BLOCKS) spare.push(block);
  };
  return {
    async send(response, path, range, begin) {
      const handle = await openPresent(path);
      if (!handle) return false;
      const blocks = [give(), give()] as const;
      try {
        begin();
        await sendBlocks(response, handle, blocks, range);
      } finally {
        await handle.close();
      }
      const isWhole = !response.destroyed;
      response.end();
      // Of an answer that broke, the kernel may still have one.
      if (isWhole) blocks.forEach(take);
      return true;
    },
  };
}

async function openPresent(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return undefined;
    throw error;
  }
}

async function sendBlocks(
  response: ServerResponse,
  handle: FileHandle,
  [one, two]: readonly [Buffer, Buffer],
  { first, last }: ByteRange,
): Promise<void> {
  let written: Promise<void> = Promise.resolve();
  let block = one;
  for (let at = first; at <= last && !response.destroyed;) {
    const wanted = Math.min(block.length, last - at + 1);
    const { bytesRead } = await handle.read(block, 0, wanted, at);
    if (bytesRead === 0) throw new Error(`the file ended at ${at}, before ${last}`);
    await written;
    written = writeTo(response, block.subarray(0, bytesRead));
    at += bytesRead;
    block = block === one ? two : one;
  }
  await written;
}

/** When the kernel has the bytes, or nobody wants them any more. */
function writeTo(response: ServerResponse, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('close', done);
      resolve();
    };
    response.once('close', done);
    response.write(bytes, done);
  });
}
