import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createZstdDecompress } from 'node:zlib';
import { bufferOver } from '../json.ts';

/** The largest real record of any feed has 1 MB. */
const LINE_BYTES = 32 * 1024 * 1024;

const NEWLINE = 0x0a;

/** The lines of a file, without their ends; `.zst` is decompressed. Throws of what is cut off. */
export async function* linesOf(path: string): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: 256 * 1024 });
  const stream = path.endsWith('.zst')
    ? pipeline(file, createZstdDecompress(), () => undefined)
    : file;
  let rest: Buffer[] = [];
  let waiting = 0;
  for await (const chunk of stream) {
    const bytes = bufferOver(chunk);
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      const line = bytes.subarray(start, end);
      yield rest.length === 0 ? line : Buffer.concat([...rest, line]);
      rest = [];
      waiting = 0;
      start = end + 1;
    }
    rest.push(bytes.subarray(start));
    waiting += bytes.length - start;
    if (waiting > LINE_BYTES)
      throw new RangeError(`${path} has a line of more than ${LINE_BYTES} bytes`);
  }
  if (waiting > 0) yield Buffer.concat(rest);
}
