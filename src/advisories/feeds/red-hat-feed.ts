import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { err, failure, failureOf, ok } from '../../base/index.ts';
import type { Failure, Result } from '../../base/index.ts';
import { skipped } from '../diagnostics.ts';
import { parseRedHatVex } from '../sources/red-hat-vex.ts';
import type { Feed, ReadContext } from './feed.ts';
import { readTarRecords } from './tar-records.ts';
import type { RecordArchive } from './tar-records.ts';
import { filesBelow } from './transport.ts';
import type { FeedFile } from './transport.ts';

const MIB = 1024 * 1024;

const FOLDER = 'redhat-vex';
const URL_BASE = 'https://security.access.redhat.com/data/csaf/v2/vex';

/** Says what the archive of the day is called. */
const LATEST: FeedFile = {
  path: `${FOLDER}/archive_latest.txt`,
  url: `${URL_BASE}/archive_latest.txt`,
  maxBytes: 1024,
};

/** `csaf_vex_2024-08-04.tar.zst`: what makes no path of it. */
const ARCHIVE_NAME = /^[\w-][\w.-]{0,100}\.tar\.zst$/;

/** A mirror that is a folder may have the documents themselves: `2024/cve-2024-1234.json`. */
const DOCUMENTS: FeedFile = { path: FOLDER, maxBytes: 64 * MIB, isFolder: true };

const DOCUMENT = /(?:^|\/)cve-\d{4}-\d{4,12}\.json$/;

/** The largest documents, of kernels and Java libraries, have some 40 MB. */
const RECORDS: RecordArchive = {
  isRecord: (path) => DOCUMENT.test(path),
  recordBytes: 256 * MIB,
  limits: {
    compressedBytes: 4096 * MIB,
    uncompressedBytes: 131_072 * MIB,
    // the documents repeat every product's name thousands of times
    inflateRatio: 1000,
    ratioFloorBytes: 256 * MIB,
    entries: 1_000_000,
    pathBytes: 4096,
    headerBytes: MIB,
  },
};

/**
 * Red Hat's VEX documents, one for each CVE: from its archive of the day, or a folder of documents.
 *
 * https://security.access.redhat.com/data/csaf/v2/vex/
 */
export function redHatFeed(): Feed {
  return {
    name: FOLDER,
    source: FOLDER,
    files: [LATEST, DOCUMENTS],
    isFirstOf: true,
    filesNamedBy(files) {
      const latest = files.get(LATEST.path);
      const name = latest === undefined ? undefined : archiveNameIn(latest);
      return name === undefined ? [] : [archiveFile(name)];
    },
    read: async (context) => {
      const archive = [...context.files].find(([path]) => path.endsWith('.tar.zst'))?.[1];
      if (archive !== undefined) return readArchive(archive, context);
      const documents = context.files.get(DOCUMENTS.path);
      if (documents !== undefined) return readDocuments(documents, context);
      const message = `there are no documents, and no archive that ${LATEST.path} names`;
      return err(failure('advisory.feed.absent', message));
    },
  };
}

function archiveFile(name: string): FeedFile {
  return {
    path: `${FOLDER}/${name}`,
    url: `${URL_BASE}/${name}`,
    maxBytes: RECORDS.limits.compressedBytes,
  };
}

function archiveNameIn(path: string): string | undefined {
  const name = readFileSync(path, 'latin1').trim();
  return ARCHIVE_NAME.test(name) ? name : undefined;
}

function readArchive(path: string, context: ReadContext): Promise<Result<void, Failure>> {
  return readTarRecords(path, RECORDS, {
    record: (bytes, name) => add(bytes, name, context),
    tooLarge: (name, size) => context.writer.skip([tooLarge(name, size)]),
  });
}

function readDocuments(folder: string, context: ReadContext): Result<void, Failure> {
  try {
    for (const { path, size } of filesBelow(folder)) {
      if (!DOCUMENT.test(path)) continue;
      if (size > RECORDS.recordBytes) context.writer.skip([tooLarge(path, size)]);
      else add(readFileSync(join(folder, path)), path, context);
    }
    return ok(undefined);
  } catch (error) {
    return err(failureOf(error, 'advisory.feed.malformed'));
  }
}

function add(bytes: Buffer, path: string, { writer, rate, progress }: ReadContext): void {
  const parsed = parseRedHatVex(bytes, path, rate);
  if (!parsed.ok) return writer.skip([parsed.error]);
  writer.add(parsed.value.advisory);
  writer.skip(parsed.value.skipped);
  if (writer.records % 100 === 0) progress(writer.records);
}

function tooLarge(path: string, size: number) {
  const message = `has ${size} bytes, more than the ${RECORDS.recordBytes} of a document`;
  return skipped('advisory.csaf.too-large', message, path);
}
