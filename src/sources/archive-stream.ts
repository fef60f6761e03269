import type { Limits } from '../base/index.ts';
import { failure, FailureError } from '../base/index.ts';
import type { TarEntry, TarEvent } from '../image/index.ts';
import { tarEvents } from '../image/index.ts';
import { archiveFailure, archiveLimits, ArchiveMembers } from './archive-members.ts';
import type { Blobs } from './blobs.ts';
import { tooLarge } from './content.ts';
import { magicOf, peek } from './magic.ts';
import type { PassLayer } from './options.ts';

/** JSON kept of a stream until its end tells what it was: far more than any image has. */
const MAX_KEPT_BYTES = 256 * 1024 * 1024;

/** What passed: a small JSON file, a layer that was handed on, or something left out. */
interface Passed {
  readonly name: string;
  readonly size: number;
  readonly kept?: Uint8Array;
  readonly isLayer: boolean;
}

/**
 * Reads an archive from a pipe in one pass: layers are handed on as they come, before any
 * manifest tells whose they are; small JSON files are kept.
 */
export async function passArchive(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  passLayer: PassLayer,
  limits: Limits,
): Promise<Blobs> {
  const events = new Events(chunks, name, limits);
  const members = new ArchiveMembers<Passed>(limits);
  let kept = 0;
  for (let entry = await events.nextEntry(); entry; entry = await events.nextEntry()) {
    const passed = isFile(entry) ? await passMember(entry, events, passLayer, limits) : undefined;
    members.add(entry, passed);
    kept += passed?.kept?.length ?? 0;
    if (kept > MAX_KEPT_BYTES) {
      const message = `${name} has more than ${MAX_KEPT_BYTES} bytes of JSON outside its layers`;
      throw new FailureError(failure('sources.limit', message));
    }
  }
  return {
    has: (wanted) => Promise.resolve(members.find(wanted) !== undefined),
    async read(wanted, limitName, limit) {
      const found = members.find(wanted);
      if (found && found.size > limit) {
        throw tooLarge(`${wanted} of ${name}`, found.size, limitName, limit);
      }
      return found?.kept;
    },
    async layer(wanted) {
      const found = members.find(wanted);
      if (!found?.isLayer) return undefined;
      return { size: found.size, bytes: { kind: 'passed', key: found.name } };
    },
    close: () => Promise.resolve(),
  };
}

async function passMember(
  { path, size }: TarEntry,
  events: Events,
  passLayer: PassLayer,
  limits: Limits,
): Promise<Passed> {
  const { head, chunks } = await peek(events.content());
  const magic = magicOf(head);
  if (magic === 'json' && !path.endsWith('layer.tar')) {
    const isKept = size <= Math.max(limits.manifestBytes, limits.configBytes);
    if (!isKept) return { name: path, size, isLayer: false };
    const kept = Buffer.concat(await Array.fromAsync(chunks));
    return { name: path, size, kept, isLayer: false };
  }
  if (magic === 'unknown' && !/\.tar$|^blobs\//.test(path)) {
    return { name: path, size, isLayer: false };
  }
  await passLayer(path, chunks);
  return { name: path, size, isLayer: true };
}

function isFile({ kind }: TarEntry): boolean {
  return kind === 'file';
}

/** A tar's events, read by turns for the next member and for the content of the present one. */
class Events {
  readonly #events: AsyncIterator<TarEvent, void>;
  readonly #name: string;
  #error: Error | undefined;

  constructor(chunks: AsyncIterable<Uint8Array>, name: string, limits: Limits) {
    this.#events = tarEvents(chunks, archiveLimits(limits), isFile);
    this.#name = name;
  }

  /** What was not read of the present member is passed over; `undefined` at the archive's end. */
  async nextEntry(): Promise<TarEntry | undefined> {
    for (;;) {
      const event = await this.#next();
      if (event === undefined) return undefined;
      if (event.kind === 'entry') return event.entry;
    }
  }

  /** Leaving it early does no harm. */
  async *content(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const event = await this.#next();
      if (event?.kind !== 'data') return;
      yield event.bytes;
    }
  }

  /** Fails for good: who passes a layer on may not have told that it broke off. */
  async #next(): Promise<TarEvent | undefined> {
    if (this.#error !== undefined) throw this.#error;
    try {
      const next = await this.#events.next();
      return next.done ? undefined : next.value;
    } catch (error) {
      this.#error = archiveFailure(error, this.#name);
      throw this.#error;
    }
  }
}
