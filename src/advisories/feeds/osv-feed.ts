import { setImmediate } from 'node:timers/promises';
import { err, failure, ok } from '../../base/index.ts';
import type { Failure, Result } from '../../base/index.ts';
import { skipped } from '../diagnostics.ts';
import { isObject, parseJson, textAt } from '../json.ts';
import { normalizeNamespace } from '../namespace.ts';
import { parseOsv, readOsv } from '../sources/osv.ts';
import { listZip, readZipEntry } from '../zip.ts';
import type { Feed, ReadContext } from './feed.ts';
import type { FeedFile } from './transport.ts';
import { linesOf } from './lines.ts';
import { LocalFile } from './local-file.ts';

const MIB = 1024 * 1024;

/** Where OSV publishes its exports. https://google.github.io/osv.dev/data/ */
const BUCKET = 'https://osv-vulnerabilities.storage.googleapis.com';

/** npm's, with its malicious packages, was some 400 MB. */
const ARCHIVE_BYTES = 4096 * MIB;

/** Records between two breaths of the event loop. */
const BATCH = 500;

/** Packages that were made to do harm are told apart by their id. */
const MALWARE = 'MAL-';

/** Records changed since the archive, one a line; see osv-changes.ts. */
export const CHANGES = 'changes.jsonl';

export type OsvKind = 'osv' | 'malware';

/**
 * An ecosystem of OSV. `osv`: its vulnerabilities; `malware`: its malicious packages, which are five
 * times as many in npm and are fetched apart. Both are in one archive.
 */
export function osvFeed(kind: OsvKind, ecosystem: string): Feed {
  const folder = `osv/${ecosystem}`;
  const url = `${BUCKET}/${encodeURIComponent(ecosystem)}`;
  const archive = { path: `${folder}/all.zip`, url: `${url}/all.zip`, maxBytes: ARCHIVE_BYTES };
  return {
    name: `${kind}/${ecosystem}`,
    source: 'osv',
    files: [archive],
    read: async (context) => {
      const path = context.files.get(archive.path);
      if (path === undefined) {
        return err(failure('advisory.feed.absent', `OSV has no archive for ${ecosystem}`));
      }
      const isWanted = kind === 'malware' ? isMalware : isNoMalware;
      const changes = context.files.get(`${folder}/${CHANGES}`);
      const changed =
        changes === undefined
          ? new Set<string>()
          : await readChanges(changes, context, ecosystem, isWanted);
      return readArchive(path, context, ecosystem, (id) => isWanted(id) && !changed.has(id));
    },
  };
}

/** The names of its ecosystems, one a line. */
export function osvList(): FeedFile {
  return { path: 'osv/ecosystems.txt', url: `${BUCKET}/ecosystems.txt`, maxBytes: MIB };
}

/** The files of one ecosystem beside its archive: the list of changes, and a single record. */
export function osvFile(ecosystem: string, name: string, maxBytes: number): FeedFile {
  const url = `${BUCKET}/${encodeURIComponent(ecosystem)}/${encodeURIComponent(name)}`;
  return { path: `osv/${ecosystem}/${name}`, url, maxBytes };
}

function isMalware(id: string): boolean {
  return id.startsWith(MALWARE);
}

function isNoMalware(id: string): boolean {
  return !isMalware(id);
}

async function readArchive(
  path: string,
  context: ReadContext,
  ecosystem: string,
  isWanted: (id: string) => boolean,
): Promise<Result<void, Failure>> {
  const file = new LocalFile(path);
  try {
    const listed = listZip(file);
    if (!listed.ok) return listed;
    const entries = listed.value.filter(({ name }) => name.endsWith('.json'));
    for (const [index, entry] of entries.entries()) {
      if (index % BATCH === 0) {
        context.progress(context.writer.records);
        await setImmediate();
      }
      if (!isWanted(entry.name.slice(0, -'.json'.length))) continue;
      const bytes = readZipEntry(file, entry);
      if (bytes.ok) add(bytes.value, entry.name, context, ecosystem);
      else
        context.writer.skip([skipped('advisory.osv.unreadable', bytes.error.message, entry.name)]);
    }
    return ok(undefined);
  } finally {
    file.close();
  }
}

/** Adds the changed records, and says which ids they are: the archive's are older. */
async function readChanges(
  path: string,
  context: ReadContext,
  ecosystem: string,
  isWanted: (id: string) => boolean,
): Promise<Set<string>> {
  const ids = new Set<string>();
  for await (const line of linesOf(path)) {
    const record = parseJson(line);
    const id = isObject(record) ? textAt(record, 'id') : '';
    if (!isObject(record) || id === '') continue;
    ids.add(id);
    if (isWanted(id) && record['isRemoved'] !== true) {
      take(readOsv(record, `${id}.json`, context.rate), context, ecosystem);
    }
  }
  return ids;
}

function add(bytes: Uint8Array, path: string, context: ReadContext, ecosystem: string): void {
  take(parseOsv(bytes, path, context.rate), context, ecosystem);
}

/**
 * A record of several ecosystems is in the archive of each: here only this one's entries count. Nor do
 * those of releases for which the distribution's own feed is there.
 */
function take(
  parsed: ReturnType<typeof parseOsv>,
  { writer, covered }: ReadContext,
  ecosystem: string,
): void {
  if (!parsed.ok) return writer.skip([parsed.error]);
  const base = normalizeNamespace(ecosystem)?.namespace;
  const affected = parsed.value.affected.filter(
    ({ namespace }) =>
      !covered.has(namespace) &&
      (base === undefined || namespace === base || namespace.startsWith(`${base}:`)),
  );
  writer.add({ ...parsed.value, affected });
}
