import { accessSync, constants, mkdirSync } from 'node:fs';
import type { Failure, Result } from '../base/index.ts';
import { err, failure, ok } from '../base/index.ts';
import type { BlobStore, UploadShelf } from '../registry/index.ts';
import { blobFolder, parseS3Address, s3Blobs } from '../store/index.ts';
import type { ServerConfig } from './server-config.ts';

export interface OpenedBlobs {
  readonly blobs: BlobStore;
  /** Of a bucket: the folder of uploads is on no storage that others see. */
  readonly shelf: UploadShelf | undefined;
  /** Throws where the storage is surely not usable. */
  check(): Promise<void>;
  /** Of what was begun to be sent before then, in milliseconds since 1970: how much was removed. */
  removeAbandoned(before: number): Promise<number>;
  close(): void;
}

/** The folder or bucket of DRYDOCK_BLOBS. */
export async function openBlobs({
  blobs: place,
  pulls,
}: Pick<ServerConfig, 'blobs' | 'pulls'>): Promise<Result<OpenedBlobs, Failure>> {
  const { kind, address } = place;
  if (kind === 'folder') return openFolder(address, pulls);
  const parsed = parseS3Address(address);
  if (!parsed.ok) {
    return err(failure('config.bad-value', `DRYDOCK_BLOBS: ${parsed.error.message}`));
  }
  const blobs = await s3Blobs({
    address: parsed.value,
    ...(pulls === 'redirect' && { redirects: { clock: { now: () => Date.now() } } }),
  });
  return ok({
    blobs,
    shelf: blobs.shelf,
    check: () => blobs.check(),
    removeAbandoned: (before) => blobs.removeAbandoned(before),
    close: () => blobs.close(),
  });
}

/** Where nginx has the folder, for its own redirects only: docs/operating.md. */
const OF_NGINX = '/drydock-blobs';

function openFolder(folder: string, pulls: ServerConfig['pulls']): Result<OpenedBlobs, Failure> {
  const check = async (): Promise<void> => {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  };
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const blobs = blobFolder({ folder, ...(pulls === 'nginx' && { internalPath: OF_NGINX }) });
    return ok({ blobs, shelf: undefined, check, removeAbandoned: nothing, close: keepOpen });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `DRYDOCK_BLOBS is '${folder}', which cannot be used: ${reason}`;
    return err(failure('config.bad-value', message));
  }
}

function keepOpen(): void {
  // A folder is not closed.
}

/** Uploads to a folder grow beside it, and are the registry's. */
function nothing(): Promise<number> {
  return Promise.resolve(0);
}
