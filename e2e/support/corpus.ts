import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { arrayOf, recordOf, stringOf } from '../../src/base/index.ts';

/** A folder with `<name>/oci` and `<name>/<name>.docker.tar`: shared/images/README.md says how to make it. */
export const CORPUS: string = process.env['TEST_CORPUS'] ?? '';

const isCi = process.env['CI'] === 'true';

/** Why tests on real images are left out; never where everything must be there. */
export const withoutCorpus: string | false =
  isCi || existsSync(CORPUS) ? false : 'SKIPPED: TEST_CORPUS names no folder of built images';

/** Why tests that need programs are left out; never where everything must be there. */
export function withoutPrograms(...programs: readonly string[]): string | false {
  const folders = `${process.env['PATH'] ?? ''}:/usr/sbin`.split(':');
  const missing = programs.filter(
    (program) => !folders.some((folder) => existsSync(join(folder, program))),
  );
  return isCi || missing.length === 0 ? false : `SKIPPED: ${missing.join(', ')} not installed`;
}

/** A layout of the corpus as skopeo names it: `oci:FOLDER:TAG`. */
export function layoutOf(name: string): { readonly folder: string; readonly skopeo: string } {
  const folder = join(CORPUS, name, 'oci');
  const [first] = arrayOf(readJson(join(folder, 'index.json'))['manifests']);
  const annotations = recordOf(recordOf(first)['annotations']);
  const tag = stringOf(annotations['org.opencontainers.image.ref.name']);
  return { folder, skopeo: `oci:${folder}${tag ? `:${tag}` : ''}` };
}

/** The manifest of a layout's first image; paths are of blobs in the layout. */
export function manifestOf(folder: string): {
  readonly config: string;
  readonly layers: readonly string[];
} {
  const [first] = arrayOf(readJson(join(folder, 'index.json'))['manifests']);
  const { config, layers } = readJson(join(folder, blobPath(first)));
  return { config: blobPath(config), layers: arrayOf(layers).map(blobPath) };
}

function blobPath(descriptor: unknown): string {
  return `blobs/${String(recordOf(descriptor)['digest']).replace(':', '/')}`;
}

export function readJson(path: string): Readonly<Record<string, unknown>> {
  return recordOf(JSON.parse(readFileSync(path, 'utf8')));
}
