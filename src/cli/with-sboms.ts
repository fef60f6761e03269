import { readFile, stat } from 'node:fs/promises';
import type { Analyzer, GivenSbom } from '../analyzer/index.ts';
import { withSbomsCompared } from '../analyzer/index.ts';
import type { Failure, Result } from '../base/index.ts';
import { DEFAULT_LIMITS, err, failure, ok } from '../base/index.ts';
import type { Inventory } from '../model/index.ts';
import { systemReasonOf } from './failure-of-system.ts';
import type { ImageOptions } from './options/image-options.ts';

const limits = DEFAULT_LIMITS;

/** Where it is asked for: held against what is attached to the image, and the files that are named. */
export async function withSboms(
  inventory: Inventory,
  image: Parameters<typeof withSbomsCompared>[1],
  analyzer: Analyzer,
  { sboms = false, sbom: files = [] }: ImageOptions,
): Promise<Result<Inventory, Failure>> {
  if (!sboms && files.length === 0) return ok(inventory);
  const given: GivenSbom[] = [];
  for (const file of files) {
    const read = await readSbomFile(file);
    if (!read.ok) return read;
    given.push(read.value);
  }
  const beside = sboms ? image : {};
  return ok(await withSbomsCompared(inventory, beside, given, { analyzer, limits }));
}

async function readSbomFile(place: string): Promise<Result<GivenSbom, Failure>> {
  try {
    const { size } = await stat(place);
    if (size <= limits.sbomBytes) return ok({ place, bytes: await readFile(place) });
    const message = `${place} has ${size} bytes, over the limit sbomBytes of ${limits.sbomBytes}`;
    return err(failure('sources.limit', message));
  } catch (error) {
    const why = systemReasonOf(error) ?? String(error);
    return err(failure('sources.unreadable', `${place} cannot be read: ${why}`));
  }
}
