import { createReadStream } from 'node:fs';
import type { Stats } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Failure, Result } from '../base/index.ts';
import { err, failure, FailureError, ok } from '../base/index.ts';
import type { OpenedImage } from '../image/index.ts';
import { inflated } from '../image/index.ts';
import { openArchiveFile } from './archive-file.ts';
import { archiveFailure } from './archive-members.ts';
import { passArchive } from './archive-stream.ts';
import type { Blobs } from './blobs.ts';
import { openDockerArchive } from './docker-archive.ts';
import { saveFromEngine } from './engine.ts';
import { openFolder } from './folder.ts';
import { openLayoutFolder } from './layout-folder.ts';
import type { Magic } from './magic.ts';
import { MAGIC_BYTES, magicOf, peek } from './magic.ts';
import { openManifestImage } from './manifest-image.ts';
import { openOciLayout } from './oci-layout.ts';
import type { SourceOptions } from './options.ts';
import { parseReference } from './reference.ts';
import { registrySource } from './registry/registry-image.ts';
import type { OpenedSbom } from './sbom/opened-sbom.ts';
import { openSbom } from './sbom/sbom.ts';

export type Opened =
  | { readonly kind: 'image'; readonly image: OpenedImage }
  | { readonly kind: 'sbom'; readonly sbom: OpenedSbom };

type Place =
  | { readonly kind: 'registry' | 'docker' | 'folder'; readonly text: string }
  | { readonly kind: 'file' | 'layout' | 'sbom'; readonly text: string; readonly image?: string }
  | { readonly kind: 'stdin' };

/**
 * Opens what a person names: `-`, a file, a folder, or a reference; `registry://`, `docker://`,
 * `archive://`, `oci-dir://`, `fs://` and `sbom://` say which. `archive.tar:tag` and `folder:tag`
 * choose one of several images. Close the image that comes back.
 */
export async function openImage(
  text: string,
  options: SourceOptions,
): Promise<Result<Opened, Failure>> {
  try {
    const place = await recognize(text);
    const image = 'image' in place ? place.image : undefined;
    return ok(await openPlace(place, text, image === undefined ? options : { ...options, image }));
  } catch (error) {
    if (error instanceof FailureError) return err(error.failure);
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (!(error instanceof Error) || typeof code !== 'string' || code.startsWith('ERR_'))
      throw error;
    return err(
      failure(
        'sources.unreadable',
        `${text} cannot be read: ${code === 'EISDIR' ? 'it is a folder' : error.message}`,
      ),
    );
  }
}

/**
 * Reads an archive of one image from a pipe, in one pass and whatever it is compressed with: layers
 * go to `options.passLayer` as they come, and are named by `LayerBytes` of kind `passed` after.
 */
async function openStream(
  stream: AsyncIterable<Uint8Array>,
  reference: string,
  options: SourceOptions,
): Promise<Opened> {
  const { head, chunks } = await peek(stream);
  if (magicOf(head) !== 'compressed') return openPlain(head, chunks, reference, options);
  const inner = await peek(inflatedArchive(chunks, reference, options));
  if (magicOf(inner.head) !== 'compressed') {
    return openPlain(inner.head, inner.chunks, reference, options);
  }
  const message = `${reference} is compressed twice; decompress it once`;
  throw new FailureError(failure('sources.archive.compressed-twice', message));
}

async function* inflatedArchive(
  chunks: AsyncIterable<Uint8Array>,
  reference: string,
  { limits }: SourceOptions,
): AsyncGenerator<Uint8Array> {
  try {
    yield* inflated(chunks, limits);
  } catch (error) {
    throw archiveFailure(error, reference);
  }
}

async function openPlain(
  head: Uint8Array,
  chunks: AsyncIterable<Uint8Array>,
  reference: string,
  options: SourceOptions,
): Promise<Opened> {
  const magic = magicOf(head);
  if (magic === 'json') return { kind: 'sbom', sbom: await openSbom(chunks, reference, options) };
  if (magic !== 'tar') throw noImage(reference, magic);
  const blobs = await passArchive(chunks, reference, options.passLayer, options.limits);
  return { kind: 'image', image: await openArchive(blobs, reference, options) };
}

function noImage(reference: string, magic: Magic): FailureError {
  if (magic === 'empty') {
    return new FailureError(failure('sources.archive.empty', `${reference} is empty`));
  }
  const message = `${reference} is neither a tar archive nor an SBOM`;
  return new FailureError(failure('sources.archive.not-an-archive', message));
}

async function recognize(text: string): Promise<Place> {
  if (text === '-') return { kind: 'stdin' };
  const { 1: scheme, 2: rest = '' } = /^([a-z-]+):\/\/(.*)$/s.exec(text) ?? [];
  switch (scheme) {
    case 'registry':
    case 'docker':
      return { kind: scheme, text: rest };
    case 'fs':
      return { kind: 'folder', text: rest };
    case 'sbom':
      return { kind: 'sbom', text: rest };
    case 'archive':
      return { kind: 'file', ...(await splitImage(rest)) };
    case 'oci-dir':
      return { kind: 'layout', ...(await splitImage(rest)) };
    case undefined:
      return recognizePlain(text);
    default: {
      const message = `"${scheme}://" is no kind of image; registry, docker, archive, oci-dir, fs and sbom are`;
      throw new FailureError(failure('sources.scheme', message));
    }
  }
}

/** A file or folder that exists, with or without the name of an image in it; else a reference. */
async function recognizePlain(text: string): Promise<Place> {
  const split = await splitImage(text);
  const found = await statOf(split.text);
  if (found === undefined) {
    const isPath = /^[./~]|\.(?:tar|tgz|gz|zst|json)$/.test(text);
    if (isPath) throw absent(text);
    return { kind: 'registry', text };
  }
  if (!found.isDirectory()) return { kind: 'file', ...split };
  const isLayout = await statOf(join(split.text, 'index.json'));
  return isLayout?.isFile() ? { kind: 'layout', ...split } : { kind: 'folder', text: split.text };
}

/** `x.tar:name` where `x.tar:name` itself does not exist and `x.tar` does. */
async function splitImage(
  text: string,
): Promise<{ readonly text: string; readonly image?: string }> {
  if ((await statOf(text)) !== undefined) return { text };
  for (let colon = text.indexOf(':'); colon > 0; colon = text.indexOf(':', colon + 1)) {
    const path = text.slice(0, colon);
    const image = text.slice(colon + 1);
    if (image && (await statOf(path)) !== undefined) return { text: path, image };
  }
  return { text };
}

async function openPlace(place: Place, reference: string, options: SourceOptions): Promise<Opened> {
  switch (place.kind) {
    case 'stdin':
      return openStream(options.standardInput(), 'standard input', options);
    case 'docker':
      return openAndClose(await saveFromEngine(place.text, options.dockerHost), reference, options);
    case 'registry':
      return { kind: 'image', image: await openRegistryImage(place.text, reference, options) };
    case 'folder':
      await expectFolder(place.text);
      return { kind: 'image', image: openFolder(place.text, reference, options) };
    case 'layout': {
      await expectFolder(place.text);
      const blobs = await openLayoutFolder(place.text);
      const named = { reference, kind: 'oci-layout' };
      return { kind: 'image', image: await openOciLayout(blobs, named, options) };
    }
    case 'sbom': {
      if ((await statOf(place.text)) === undefined) throw absent(place.text);
      return {
        kind: 'sbom',
        sbom: await openSbom(createReadStream(place.text), reference, options),
      };
    }
    case 'file':
      return openFile(place.text, reference, options);
  }
}

async function openRegistryImage(
  text: string,
  reference: string,
  options: SourceOptions,
): Promise<OpenedImage> {
  const parsed = parseReference(text);
  if (!parsed.ok) throw new FailureError(parsed.error);
  const { registry, limits } = options;
  const source = await registrySource(reference, parsed.value, registry, limits);
  try {
    return await openManifestImage(source, options);
  } catch (error) {
    await source.close();
    throw error;
  }
}

/** An uncompressed archive is read where it lies; all else is read as it would be from a pipe. */
async function openFile(path: string, reference: string, options: SourceOptions): Promise<Opened> {
  const found = await statOf(path);
  if (found === undefined) throw absent(path);
  const isPlainTar = found.isFile() && magicOf(await headOf(path)) === 'tar';
  if (!isPlainTar) return openAndClose(createReadStream(path), reference, options);
  const blobs = await openArchiveFile(path, options.limits);
  return { kind: 'image', image: await openArchive(blobs, reference, options) };
}

/** What a stream gives is read by the time it is opened. */
async function openAndClose(
  stream: Readable,
  reference: string,
  options: SourceOptions,
): Promise<Opened> {
  try {
    return await openStream(stream, reference, options);
  } finally {
    stream.destroy();
  }
}

/** By what it holds: `docker save` of today writes both, and its own list is what it stored. */
async function openArchive(
  blobs: Blobs,
  reference: string,
  options: SourceOptions,
): Promise<OpenedImage> {
  try {
    if (await blobs.has('manifest.json')) {
      return await openDockerArchive(blobs, { reference, kind: 'docker-archive' }, options);
    }
    if (await blobs.has('index.json')) {
      return await openOciLayout(blobs, { reference, kind: 'oci-archive' }, options);
    }
    const message = `${reference} is a tar archive, but of no image: it holds neither manifest.json (docker save) nor index.json (OCI); for the files of a system, unpack it and use fs://`;
    throw new FailureError(failure('sources.archive.no-manifest', message));
  } catch (error) {
    await blobs.close();
    throw error;
  }
}

async function headOf(path: string): Promise<Uint8Array> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(MAGIC_BYTES), 0, MAGIC_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function statOf(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return undefined;
    throw error;
  }
}

async function expectFolder(path: string): Promise<void> {
  const found = await statOf(path);
  if (found?.isDirectory()) return;
  if (found === undefined) throw absent(path);
  throw new FailureError(failure('sources.no-folder', `${path} is no folder`));
}

function absent(path: string): FailureError {
  return new FailureError(failure('sources.absent', `there is no file or folder ${path}`));
}
