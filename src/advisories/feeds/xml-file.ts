import { createReadStream, readFileSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { setImmediate } from 'node:timers/promises';
import { err, failure, failureOf, ok } from '../../base/index.ts';
import type { Failure, Result } from '../../base/index.ts';
import { inflate } from '../../image/index.ts';
import type { InflateLimits } from '../../image/index.ts';
import { XmlReader } from '../xml.ts';
import type { XmlHandler } from '../xml.ts';
import { bunzip2 } from './bunzip2.ts';
import { LocalFile } from './local-file.ts';

const MIB = 1024 * 1024;

/** Oracle's errata of all years had 900 MB, uncompressed. */
const LIMITS: InflateLimits = {
  compressedBytes: 1024 * MIB,
  uncompressedBytes: 8192 * MIB,
  inflateRatio: 400,
  ratioFloorBytes: 64 * MIB,
};

/** Streams an XML file to a handler, plain or compressed with gzip, zstd or bzip2. */
export async function readXmlFile(
  path: string,
  handler: XmlHandler,
): Promise<Result<void, Failure>> {
  const reader = new XmlReader(handler);
  const decoder = new StringDecoder('utf8');
  const push = (bytes: Buffer) => {
    reader.push(decoder.write(bytes));
    return false;
  };
  try {
    const read = isBzip2(path) ? await readBzip2(path, push) : await readOther(path, push);
    if (!read.ok) return read;
    reader.push(decoder.end());
    reader.end();
    return ok(undefined);
  } catch (error) {
    return err(failureOf(error, 'advisory.feed.malformed'));
  }
}

function isBzip2(path: string): boolean {
  const file = new LocalFile(path);
  try {
    return file.read(0, 3).toString('latin1') === 'BZh';
  } finally {
    file.close();
  }
}

/** Compressed it is in memory as a whole: a tenth of what Oracle's largest file inflates to. */
async function readBzip2(
  path: string,
  push: (bytes: Buffer) => boolean,
): Promise<Result<void, Failure>> {
  let size = 0;
  for (const block of bunzip2(readFileSync(path))) {
    size += block.length;
    if (size > LIMITS.uncompressedBytes) {
      const message = `${path} inflates to more than ${LIMITS.uncompressedBytes} bytes`;
      return err(failure('advisory.feed.too-large', message));
    }
    push(block);
    await setImmediate();
  }
  return ok(undefined);
}

async function readOther(
  path: string,
  push: (bytes: Buffer) => boolean,
): Promise<Result<void, Failure>> {
  const file = createReadStream(path, { highWaterMark: MIB });
  const read = await inflate(file, { limits: LIMITS }, push);
  return read.ok ? ok(undefined) : read;
}
