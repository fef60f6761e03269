import { FailureError, err, failure, ok } from '../base/index.ts';
import type { Failure, Limits, Result } from '../base/index.ts';
import type { DiffId, Digest, Diagnostic } from '../model/index.ts';
import { inflate } from './inflate.ts';
import type { Inflated } from './inflate.ts';
import { TarWalker } from './tar-walker.ts';
import type { TarHandler } from './tar-walker.ts';

/** What is said of a layer elsewhere, to be held against its bytes. */
export interface ExpectedLayer {
  readonly digest?: Digest | undefined;
  readonly diffId?: DiffId | undefined;
  readonly size?: number | undefined;
}

export interface LayerRead extends Inflated {
  readonly entries: number;
  /** A diff id that the config states otherwise. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads a layer once: inflates, digests and walks its tar. A layer that is cut, broken, over a
 * limit, or not what its digest and size say is a failure, whatever was seen of it before; its
 * handler's results must then be thrown away. A diff id that differs is told.
 */
export async function readLayer(
  chunks: AsyncIterable<Uint8Array>,
  expected: ExpectedLayer,
  handler: TarHandler,
  limits: Limits,
): Promise<Result<LayerRead, Failure>> {
  const walker = new TarWalker(handler, limits);
  const options = { limits, digest: expected.digest, diffId: expected.diffId };
  const inflated = await inflate(chunks, options, (bytes) => walker.push(bytes));
  if (!inflated.ok) return err(withPlace(inflated.error, walker));
  const { value } = inflated;
  const problem = mismatchOf(value, expected) ?? endOf(walker);
  if (problem) return err(problem);
  return ok({ ...value, entries: walker.entries, diagnostics: diffIdDiagnostics(value, expected) });
}

/** A broken stream is told with the entry that it broke in. */
function withPlace(error: Failure, walker: TarWalker): Failure {
  const isBroken = error.code === 'image.layer.truncated' || error.code === 'image.layer.corrupt';
  if (!isBroken || walker.lastName === '') return error;
  return { ...error, message: `${error.message}, in or after ${JSON.stringify(walker.lastName)}` };
}

function mismatchOf(read: Inflated, { digest, size }: ExpectedLayer): Failure | undefined {
  if (size !== undefined && size !== read.compressedSize) {
    const message = `the layer has ${read.compressedSize} bytes, where its descriptor says ${size}`;
    return failure('image.layer.size-mismatch', message);
  }
  if (digest !== undefined && digest !== read.digest) {
    const message = `the layer's bytes are not those of its digest: ${read.digest}, not ${digest}`;
    return failure('image.layer.digest-mismatch', message);
  }
  return undefined;
}

function endOf(walker: TarWalker): Failure | undefined {
  try {
    walker.end();
    return undefined;
  } catch (error) {
    if (error instanceof FailureError) return error.failure;
    throw error;
  }
}

function diffIdDiagnostics(read: Inflated, { diffId }: ExpectedLayer): readonly Diagnostic[] {
  if (diffId === undefined || diffId === read.diffId) return [];
  const message = `the layer inflates to ${read.diffId}, where the image config says ${diffId}: what Docker refuses to unpack`;
  return [{ code: 'image.layer.diff-id-mismatch', severity: 'warning', message }];
}
