/**
 * A server's analyses in a process that a test kills: the database and a folder of blobs, by digest, are
 * its arguments. Layers never end: it says `reading` when it waits for the rest of one.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serveOn } from './analyses-world.ts';

const [database = '', folder = ''] = process.argv.slice(2);

async function* halves(bytes: Buffer): AsyncGenerator<Uint8Array> {
  const isConfig = bytes[0] === '{'.charCodeAt(0);
  if (isConfig) {
    yield bytes;
    return;
  }
  yield bytes.subarray(0, bytes.length >> 1);
  process.stdout.write('reading\n');
  await new Promise(() => undefined);
}

await serveOn(database, {
  blobs: {
    open: async (digest) => halves(await readFile(join(folder, digest.replace(':', '-')))),
  },
});
