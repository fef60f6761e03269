import { createReadStream } from 'node:fs';
import { createZstdDecompress } from 'node:zlib';
import {
  arrayOf,
  failure,
  FailureError,
  parseJson,
  recordOf,
  stringOf,
  stringsOf,
} from '../../base/index.ts';
import { tarEvents } from '../../image/index.ts';
import type { TarEvent } from '../../image/index.ts';
import type { DumpedTable } from '../../store/index.ts';
import type { Head, Tail } from './format.ts';
import { DOCUMENT_BYTES, FORMAT } from './format.ts';

/** The entries of a backup, one after the other. Throws `backup.damaged` where the file is no whole one. */
export class BackupReader {
  readonly #events: AsyncGenerator<TarEvent, void, void>;
  #entry: { readonly path: string; readonly size: number } | undefined;

  constructor(file: string) {
    this.#events = tarEvents(unpacked(file), LIMITS, () => true);
  }

  /** The entry that is next to be read; `undefined` at the end. */
  async peek(): Promise<{ readonly path: string; readonly size: number } | undefined> {
    if (this.#entry) return this.#entry;
    const next = await this.#next();
    if (next.done) return undefined;
    if (next.value.kind !== 'entry') throw damaged('an entry was left unread');
    this.#entry = next.value.entry;
    return this.#entry;
  }

  /** The bytes of the entry that is next. To be read to its end. */
  async *bytes(): AsyncGenerator<Uint8Array, void, void> {
    await this.peek();
    this.#entry = undefined;
    for (;;) {
      const next = await this.#next();
      if (next.done || next.value.kind === 'entry') throw damaged('an entry is cut short');
      if (next.value.kind === 'end') return;
      yield next.value.bytes;
    }
  }

  /** The whole text of the entry that is next, which must have this name. */
  async document(name: string): Promise<string> {
    const entry = await this.peek();
    if (entry?.path !== name) {
      throw damaged(entry ? `${name} is missing before ${entry.path}` : `it ends before ${name}`);
    }
    return (await this.content(DOCUMENT_BYTES)).toString();
  }

  /** The whole of the entry that is next, in memory. */
  async content(maxBytes: number): Promise<Buffer> {
    const entry = await this.peek();
    if (entry && entry.size > maxBytes) throw damaged(`${entry.path} is over ${maxBytes} bytes`);
    const parts: Uint8Array[] = [];
    for await (const bytes of this.bytes()) parts.push(Uint8Array.from(bytes));
    return Buffer.concat(parts);
  }

  async close(): Promise<void> {
    await this.#events.return();
  }

  async #next(): Promise<IteratorResult<TarEvent, void>> {
    try {
      return await this.#events.next();
    } catch (error) {
      throw damaged(error instanceof Error ? error.message : String(error));
    }
  }
}

async function* unpacked(file: string): AsyncGenerator<Uint8Array, void, void> {
  const stream = createReadStream(file, { highWaterMark: 2 ** 20 });
  const zstd = createZstdDecompress();
  stream.once('error', (error) => zstd.destroy(error));
  try {
    for await (const chunk of stream.pipe(zstd)) {
      if (!(chunk instanceof Uint8Array)) throw new TypeError('no bytes');
      yield chunk;
    }
  } finally {
    stream.destroy();
    zstd.destroy();
  }
}

/** Ours alone: nobody else's archive is read, and what is in it has limits of its own. */
const LIMITS = {
  entries: Number.MAX_SAFE_INTEGER,
  pathBytes: 1024,
  headerBytes: 2 ** 20,
  uncompressedBytes: Number.MAX_SAFE_INTEGER,
};

export function damaged(what: string): FailureError {
  return new FailureError(failure('backup.damaged', `the backup is damaged: ${what}`));
}

export function parseHead(text: string): Head {
  const head = objectIn(text);
  const [format, version] = [Number(head['format']), stringOf(head['version']) ?? ''];
  if (format > FORMAT) {
    const message = `the backup was made by drydock ${version}, in form ${format}; this version knows ${FORMAT}: restore it with that one`;
    throw new FailureError(failure('backup.newer', message));
  }
  if (format !== FORMAT) throw damaged(`its form is ${String(head['format'])}`);
  const tables = arrayOf(head['tables']).map(tableOf);
  if (tables.length === 0) throw damaged('it lists no tables');
  const keyFingerprint = stringOf(head['keyFingerprint']);
  const { blobs, bytes } = recordOf(head['totals']);
  return {
    format,
    version,
    madeAt: stringOf(head['madeAt']) ?? '',
    migrations: stringsOf(head['migrations']),
    tables,
    ...(keyFingerprint !== undefined && { keyFingerprint }),
    totals: { blobs: Number(blobs), bytes: Number(bytes) },
  };
}

/** Names go into statements: nothing but names may be there. */
const NAME = /^[a-z_][a-z0-9_]*$/;
const COLUMN = /^(?:[a-z_][a-z0-9_]*|"[a-z_][a-z0-9_]*")$/;

function tableOf(value: unknown): DumpedTable {
  const { name, columns } = recordOf(value);
  const table = { name: stringOf(name) ?? '', columns: stringsOf(columns) };
  const isSound = NAME.test(table.name) && table.columns.every((column) => COLUMN.test(column));
  if (!isSound) throw damaged(`a table has the odd name ${JSON.stringify(table)}`);
  return table;
}

export function parseSequences(text: string): Record<string, number> {
  const sequences: Record<string, number> = {};
  for (const [name, value] of Object.entries(objectIn(text))) {
    if (!NAME.test(name) || !Number.isSafeInteger(value)) throw damaged(`sequence ${name}`);
    sequences[name] = Number(value);
  }
  return sequences;
}

export function parseTail(text: string): Tail {
  const { rows, blobs, bytes, databaseDigest } = objectIn(text);
  const counts = Object.entries(recordOf(rows)).map(([name, count]) => [name, Number(count)]);
  return {
    rows: Object.fromEntries(counts),
    blobs: Number(blobs),
    bytes: Number(bytes),
    databaseDigest: stringOf(databaseDigest) ?? '',
  };
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  const parsed = parseJson(Buffer.from(text), { nesting: 8 });
  if (!parsed.ok) throw damaged(parsed.error.message);
  return recordOf(parsed.value);
}
