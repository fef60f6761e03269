import { readFileSync, writeFileSync } from 'node:fs';
import { ok } from '../../base/index.ts';
import type { Failure, Result } from '../../base/index.ts';
import { isObject, parseJson, textAt } from '../json.ts';
import { digestOf } from '../snapshot/memory-snapshot.ts';
import type { Feed } from './feed.ts';
import { linesOf } from './lines.ts';
import { Gathered, obtainFeed, obtainFile } from './obtain.ts';
import type { ObtainContext, ObtainedFeed } from './obtain.ts';
import { CHANGES, osvFile } from './osv-feed.ts';

const MIB = 1024 * 1024;

/** More changed records than these, and the archive is quicker. */
const SINGLE_RECORDS = 1000;

/** More records than these beside the archive, and a new archive is due. */
const KEPT_CHANGES = 10_000;

/** Single records that are asked for at the same time. */
const AT_ONCE = 8;

const RECORD_BYTES = 32 * MIB;
const LIST_BYTES = 512 * MIB;

/** `2026-08-21T20:38:00Z,GO-2026-5026`: nothing that makes a path of it. */
const ROW = /^([\d:.TZ+-]{10,40}),([\w:.-]{1,128})$/;

/**
 * An ecosystem of OSV: by its list of changes only what changed since the archive that is here, else
 * the archive. The list is asked for first, so that no change falls between the two.
 */
export async function obtainOsv(
  feed: Feed,
  ecosystem: string,
  context: ObtainContext,
): Promise<Result<ObtainedFeed, Failure>> {
  const { copies, transport } = context;
  if (!transport.hasSingleRecords) return obtainFeed(feed, context);
  const archivePath = `osv/${ecosystem}/all.zip`;
  const archive = copies.find(archivePath);
  const list = osvFile(ecosystem, 'modified_id.csv', LIST_BYTES);
  const before = copies.find(list.path);

  const gathered = new Gathered(copies);
  const listed = await obtainFile(list, context, gathered);
  if (!listed.ok) return listed;
  const changes = await changesBetween(
    before?.path,
    gathered.pathOf(list.path),
    ecosystem,
    context,
  );
  if (archive && changes) {
    gathered.keep(archivePath, archive.path, archive.fingerprint);
    const { path, fingerprint } = changes;
    if (changes.kind === 'kept') gathered.keep(changesPath(ecosystem), path, fingerprint);
    if (changes.kind === 'new') gathered.take(changesPath(ecosystem), path, true, fingerprint);
    return ok(gathered.done());
  }
  for (const file of feed.files) {
    const obtained = await obtainFile(file, context, gathered);
    if (!obtained.ok) return obtained;
  }
  gathered.drop(changesPath(ecosystem));
  return ok(gathered.done());
}

/** Changed records beside the archive, as one file. */
interface Changes {
  readonly kind: 'none' | 'kept' | 'new';
  readonly path: string;
  readonly fingerprint: string;
}

/** `undefined`: the archive is the better way. */
async function changesBetween(
  before: string | undefined,
  now: string | undefined,
  ecosystem: string,
  context: ObtainContext,
): Promise<Changes | undefined> {
  if (before === undefined || now === undefined) return undefined;
  if (before !== now) {
    const single = await obtainSingle(ecosystem, before, now, context);
    return single && { kind: 'new', ...single };
  }
  const kept = context.copies.find(changesPath(ecosystem));
  return kept ? { kind: 'kept', ...kept } : { kind: 'none', path: '', fingerprint: '' };
}

function changesPath(ecosystem: string): string {
  return `osv/${ecosystem}/${CHANGES}`;
}

/** Fetches the records that differ between two lists; `undefined`: the archive is the better way. */
async function obtainSingle(
  ecosystem: string,
  before: string,
  now: string,
  context: ObtainContext,
): Promise<{ readonly path: string; readonly fingerprint: string } | undefined> {
  const old = readList(before);
  const current = readList(now);
  const changed = [...current].filter(([id, modified]) => old.get(id) !== modified);
  const removed = [...old.keys()].filter((id) => !current.has(id));
  if (changed.length + removed.length > SINGLE_RECORDS) return undefined;

  const records = await earlierChanges(ecosystem, context);
  for (const id of removed) records.set(id, JSON.stringify({ id, isRemoved: true }));
  for (let start = 0; start < changed.length; start += AT_ONCE) {
    const fetched = await Promise.all(
      changed.slice(start, start + AT_ONCE).map(([id]) => obtainRecord(ecosystem, id, context)),
    );
    for (const record of fetched) {
      if (record === undefined) return undefined;
      records.set(record.id, record.text);
    }
  }
  if (records.size > KEPT_CHANGES) return undefined;
  const path = context.copies.asideOf(changesPath(ecosystem));
  const text = [...records.values()].map((record) => `${record}\n`).join('');
  writeFileSync(path, text);
  return { path, fingerprint: digestOf(text) };
}

async function earlierChanges(
  ecosystem: string,
  { copies }: ObtainContext,
): Promise<Map<string, string>> {
  const records = new Map<string, string>();
  const copy = copies.find(changesPath(ecosystem));
  if (copy === undefined) return records;
  for await (const line of linesOf(copy.path)) {
    const record = parseJson(line);
    if (isObject(record)) records.set(textAt(record, 'id'), line.toString('utf8'));
  }
  return records;
}

/** One record as one line; `undefined`: it cannot be had alone, or is another. */
async function obtainRecord(
  ecosystem: string,
  id: string,
  { transport, copies }: ObtainContext,
): Promise<{ readonly id: string; readonly text: string } | undefined> {
  const file = osvFile(ecosystem, `${id}.json`, RECORD_BYTES);
  const obtained = await transport.obtain(file, undefined, copies.asideOf(file.path));
  if (!obtained.ok || obtained.value.kind !== 'changed') return undefined;
  const record = parseJson(readFileSync(obtained.value.path));
  if (!isObject(record) || textAt(record, 'id') !== id) return undefined;
  return { id, text: JSON.stringify(record) };
}

function readList(path: string): Map<string, string> {
  const modified = new Map<string, string>();
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const [, date, id] = ROW.exec(line.trimEnd()) ?? [];
    if (date !== undefined && id !== undefined) modified.set(id, date);
  }
  return modified;
}
