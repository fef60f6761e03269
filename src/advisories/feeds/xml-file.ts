import { createReadStream } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { err, failureOf, ok } from '../../base/index.ts';
import type { Failure, Result } from '../../base/index.ts';
import { inflate } from '../../image/index.ts';
import type { InflateLimits } from '../../image/index.ts';
import { XmlReader } from '../xml.ts';
import type { XmlHandler } from '../xml.ts';

const MIB = 1024 * 1024;

/** Oracle's errata of all years had 900 MB, uncompressed. */
const LIMITS: InflateLimits = {
  compressedBytes: 1024 * MIB,
  uncompressedBytes: 8192 * MIB,
  inflateRatio: 400,
  ratioFloorBytes: 64 * MIB,
};

/** Streams an XML file to a handler, plain or compressed with gzip or zstd. */
export async function readXmlFile(
  path: string,
  handler: XmlHandler,
): Promise<Result<void, Failure>> {
  const reader = new XmlReader(handler);
  const decoder = new StringDecoder('utf8');
  try {
    const file = createReadStream(path, { highWaterMark: MIB });
    const read = await inflate(file, { limits: LIMITS }, (bytes) => {
      reader.push(decoder.write(bytes));
      return false;
    });
    if (!read.ok) return read;
    reader.push(decoder.end());
    reader.end();
    return ok(undefined);
  } catch (error) {
    return err(failureOf(error, 'advisory.feed.malformed'));
  }
}
