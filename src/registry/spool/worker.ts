import { parentPort } from 'node:worker_threads';
import { HashedFile } from './hashed-file.ts';
import type { SpoolOrder, SpoolReply } from './messages.ts';

/** The thread that hashes and writes uploads, so that small requests do not wait for large ones. */
const files = new Map<number, HashedFile>();

parentPort?.on('message', (order: SpoolOrder) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(obey(order));
});

function obey(order: SpoolOrder): SpoolReply {
  const { spool } = order;
  try {
    if (order.kind === 'open') {
      const file = new HashedFile(order.path, order.algorithm);
      files.set(spool, file);
      return { spool, kind: 'done', size: file.size };
    }
    const file = files.get(spool);
    if (!file) throw new Error('the spool is closed');
    switch (order.kind) {
      case 'write':
        file.append(new Uint8Array(order.bytes, 0, order.length));
        break;
      case 'digest':
        return { spool, kind: 'digest', hex: file.digest(order.algorithm) };
      case 'close':
        files.delete(spool);
        file.close();
        break;
      default:
        order satisfies never;
    }
    return { spool, kind: 'done', size: file.size };
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    const message = error instanceof Error ? error.message : String(error);
    return { spool, kind: 'failed', code: typeof code === 'string' ? code : undefined, message };
  }
}
