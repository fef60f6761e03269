import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import type { Limits } from '../base/index.ts';
import { failure, FailureError } from '../base/index.ts';
import type { LayerBytes } from '../image/index.ts';
import { fileInput, streamInput } from './byte-input.ts';
import { tooLarge } from './content.ts';
import { MAGIC_BYTES, magicOf } from './inflate.ts';
import type { PassLayer } from './options.ts';
import type { TarMember } from './tar-reader.ts';
import { TarReader } from './tar-reader.ts';

/** The files that an image is stored in, by name: an archive's members, or those of a folder. */
export interface Blobs {
  /** The whole file; `undefined` when there is none. Fails over `limit` bytes. */
  read(name: string, limitName: string, limit: number): Promise<Uint8Array | undefined>;
  layer(name: string): Promise<StoredLayer | undefined>;
  close(): Promise<void>;
}

export interface StoredLayer {
  readonly size: number;
  readonly bytes: LayerBytes;
}

/** JSON kept of a stream until its end tells what it was: far more than any image has. */
const MAX_KEPT_BYTES = 256 * 1024 * 1024;

/** An uncompressed archive on disk: workers read its layers where they lie. */
export async function openArchiveFile(path: string, limits: Limits): Promise<Blobs> {
  const handle = await open(path);
  try {
    const { size } = await handle.stat();
    const reader = new TarReader(fileInput(handle, size), path, limits);
    const members = new Map<string, TarMember>();
    for (let member = await reader.next(); member; member = await reader.next()) {
      members.set(member.name, member);
    }
    return archiveFile(path, handle, (name) => followLinks(members, name, limits));
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function archiveFile(
  path: string,
  handle: FileHandle,
  find: (name: string) => TarMember | undefined,
): Blobs {
  return {
    async read(name, limitName, limit) {
      const member = find(name);
      if (member === undefined) return undefined;
      if (member.size > limit) throw tooLarge(`${name} of ${path}`, member.size, limitName, limit);
      const bytes = new Uint8Array(member.size);
      await handle.read(bytes, 0, member.size, member.offset);
      return bytes;
    },
    layer(name) {
      const member = find(name);
      if (member === undefined) return Promise.resolve(undefined);
      const { size, offset } = member;
      return Promise.resolve({ size, bytes: { kind: 'file', path, offset, length: size } });
    },
    close: () => handle.close(),
  };
}

/** What passed: a small JSON file, a layer that was handed on, a link, or something left out. */
interface Passed {
  readonly member: TarMember;
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
  const reader = new TarReader(streamInput(chunks), name, limits);
  const members = new Map<string, TarMember>();
  const passed = new Map<string, Passed>();
  let kept = 0;
  for (let member = await reader.next(); member; member = await reader.next()) {
    members.set(member.name, member);
    if (member.kind !== 'file') continue;
    const one = await passMember(reader, member, passLayer, limits);
    passed.set(member.name, one);
    kept += one.kept?.length ?? 0;
    if (kept > MAX_KEPT_BYTES) {
      const message = `${name} has more than ${MAX_KEPT_BYTES} bytes of JSON outside its layers`;
      throw new FailureError(failure('sources.limit', message));
    }
  }
  const find = (wanted: string): Passed | undefined => {
    const member = followLinks(members, wanted, limits);
    return member && passed.get(member.name);
  };
  return {
    read(wanted, limitName, limit) {
      const found = find(wanted);
      if (found && found.member.size > limit) {
        throw tooLarge(`${wanted} of ${name}`, found.member.size, limitName, limit);
      }
      return Promise.resolve(found?.kept);
    },
    layer(wanted) {
      const found = find(wanted);
      if (!found?.isLayer) return Promise.resolve(undefined);
      const { size, name: key } = found.member;
      return Promise.resolve({ size, bytes: { kind: 'passed', key } });
    },
    close: () => Promise.resolve(),
  };
}

async function passMember(
  reader: TarReader,
  member: TarMember,
  passLayer: PassLayer,
  limits: Limits,
): Promise<Passed> {
  const head = await reader.take(MAGIC_BYTES);
  const magic = magicOf(head);
  const maxKept = Math.max(limits.manifestBytes, limits.configBytes);
  if (magic === 'json' && !member.name.endsWith('layer.tar')) {
    if (member.size > maxKept) return { member, isLayer: false };
    const rest = await reader.take(member.size);
    return { member, kept: Buffer.concat([head, rest]), isLayer: false };
  }
  if (magic === 'unknown' && !/\.tar$|^blobs\/|(?:^|\/)layer\.tar$/.test(member.name)) {
    return { member, isLayer: false };
  }
  await passLayer(member.name, join(head, reader.content()));
  return { member, isLayer: true };
}

async function* join(
  head: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head;
  yield* rest;
}

/** Old archives store a layer once and link to it: `ID/layer.tar -> ../OTHER/layer.tar`. */
function followLinks(
  members: ReadonlyMap<string, TarMember>,
  name: string,
  limits: Pick<Limits, 'symlinks'>,
): TarMember | undefined {
  let member = members.get(name);
  for (let links = 0; member?.kind === 'link'; links += 1) {
    if (links === limits.symlinks) return undefined;
    member = members.get(member.target);
  }
  return member?.kind === 'file' ? member : undefined;
}
