import { createReadStream } from 'node:fs';
import { err, failure, failureOf, ok } from '../../base/index.ts';
import type { Failure, Result } from '../../base/index.ts';
import { inflated } from '../../image/index.ts';
import type { InflateLimits } from '../../image/index.ts';
import { skipped } from '../diagnostics.ts';
import { parseNvd } from '../sources/nvd.ts';
import type { Feed, ReadContext } from './feed.ts';
import { listElements } from './list-elements.ts';
import type { FeedFile } from './transport.ts';

const MIB = 1024 * 1024;

/** The first has all before it. NVD answers that it has none of the years to come. */
const YEARS = { first: 2002, last: 2035 };

/** One record; the largest real ones have some 5 MB. */
const RECORD_BYTES = 32 * MIB;

/** Of one year: some 25 MB packed, 250 MB as JSON. */
const LIMITS: InflateLimits = {
  compressedBytes: 512 * MIB,
  uncompressedBytes: 8192 * MIB,
  inflateRatio: 200,
  ratioFloorBytes: 256 * MIB,
};

/**
 * The National Vulnerability Database by its yearly JSON 2.0 feeds: ratings, weaknesses, and the
 * curated products that its configurations name.
 *
 * https://nvd.nist.gov/vuln/data-feeds
 */
export function nvdFeed(): Feed {
  const count = YEARS.last - YEARS.first + 1;
  const files = Array.from({ length: count }, (_, index) => yearFile(YEARS.first + index));
  return {
    name: 'nvd',
    source: 'nvd',
    files,
    read: async (context) => {
      const there = files.filter(({ path }) => context.files.has(path));
      if (there.length === 0) {
        return err(failure('advisory.feed.absent', `there is no nvd/nvdcve-2.0-<year>.json.gz`));
      }
      for (const { path } of there) {
        const read = await readYear(path, context);
        if (!read.ok) return read;
      }
      return ok(undefined);
    },
  };
}

function yearFile(year: number): FeedFile {
  const name = `nvdcve-2.0-${year}.json.gz`;
  return {
    path: `nvd/${name}`,
    url: `https://nvd.nist.gov/feeds/json/cve/2.0/${name}`,
    maxBytes: LIMITS.compressedBytes,
  };
}

async function readYear(path: string, context: ReadContext): Promise<Result<void, Failure>> {
  const file = createReadStream(context.files.get(path) ?? '', { highWaterMark: MIB });
  let number = 0;
  try {
    for await (const bytes of listElements(inflated(file, LIMITS), RECORD_BYTES)) {
      add(bytes, `${path}#${number}`, context);
      number += 1;
    }
    return ok(undefined);
  } catch (error) {
    const { code, message } = failureOf(error, 'advisory.feed.malformed');
    return err(failure(code, `${path}: ${message}`));
  } finally {
    file.destroy();
  }
}

function add(bytes: Buffer | undefined, path: string, context: ReadContext): void {
  const { writer, rate, progress } = context;
  if (bytes === undefined) {
    const message = `has more than the ${RECORD_BYTES} bytes of a record`;
    return writer.skip([skipped('advisory.nvd.too-large', message, path)]);
  }
  const parsed = parseNvd(bytes, path, rate);
  if (!parsed.ok) return writer.skip([parsed.error]);
  const { id, context: known, updatedAt, advisory } = parsed.value;
  if (known) writer.addContext(id, known);
  if (advisory) writer.add(advisory);
  writer.dated(updatedAt);
  if (writer.records % 1000 === 0) progress(writer.records);
}
