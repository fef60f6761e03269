import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import {
  mutated,
  mutatedDocument,
  mutatedJson,
  mutatedTar,
  mutatedText,
  mutationTest,
  outcomeOfResult,
  pick,
} from '../mutated.contract.ts';
import type { Blobs } from './blobs.ts';
import type { Files } from './image-samples.contract.ts';
import { imageFiles, LAYER, layout, platforms, saved, tar } from './image-samples.contract.ts';
import { OPTIONS, collect, folder } from './opened-samples.contract.ts';
import { openImage } from './open-image.ts';
import { openOciLayout } from './oci-layout.ts';
import { formatReference, parseReference } from './reference.ts';

/** Archives that `docker save` and OCI tools write: links between layers, indexes in indexes. */
const ARCHIVES: readonly (readonly [name: string, archives: readonly Files[]])[] = [
  ['docker archives', [saved({}), saved({ 'b/layer.tar': { link: '../a/layer.tar' } })]],
  ['OCI archives', [layout(imageFiles(gzipSync(LAYER))), platforms()]],
];

for (const [name, archives] of ARCHIVES) {
  mutationTest(
    `${name} from a pipe`,
    (random) => mutatedArchive(pick(archives, random), random),
    (bytes) => opened('-', piped(bytes)),
  );
}

const ALL = ARCHIVES.flatMap(([, archives]) => archives);
const PATH = join(folder, 'mutated.tar');

mutationTest(
  'archives on disk',
  (random) => mutatedArchive(pick(ALL, random), random),
  (bytes) => {
    writeFileSync(PATH, bytes);
    return opened(PATH);
  },
);

for (const [how, compress] of [
  ['gzip', gzipSync],
  ['zstd', zstdCompressSync],
] as const) {
  mutationTest(
    `archives in ${how}`,
    (random) => {
      const files = pick(ALL, random);
      const packed = compress(random() % 2 === 0 ? mutatedArchive(files, random) : tar(files));
      return random() % 2 === 0 ? packed : mutated(packed, random);
    },
    (bytes) => opened('-', piped(bytes)),
  );
}

const LAYOUT = platforms();

mutationTest(
  'OCI layouts',
  (random) => {
    const [name, document] = pick(documentsOf(LAYOUT), random);
    return { ...LAYOUT, [name]: mutatedDocument([document], random) };
  },
  async (files) => {
    const place = { reference: 'it', kind: 'oci-layout' };
    return (await openOciLayout(blobsOf(files), place, OPTIONS)).kind;
  },
  ['oci-layout', 'refused'],
);

/** A layout that is nowhere on a disk. */
function blobsOf(files: Files): Blobs {
  const contentOf = (name: string): Uint8Array | undefined => {
    const content = Object.hasOwn(files, name) ? files[name] : undefined;
    return typeof content === 'string' || content instanceof Uint8Array
      ? Buffer.from(content)
      : undefined;
  };
  return {
    has: (name) => Promise.resolve(Object.hasOwn(files, name)),
    read: (name) => Promise.resolve(contentOf(name)),
    layer: (name) => {
      const size = contentOf(name)?.length;
      return Promise.resolve(
        size === undefined ? undefined : { size, bytes: { kind: 'passed', key: name } },
      );
    },
    close: () => Promise.resolve(),
  };
}

const REFERENCES = [
  'alpine',
  'localhost:5000/a/b:1.2',
  `docker.io/library/debian:12@sha256:${'a'.repeat(64)}`,
  '[::1]:5000/a__b/c-d:x',
];

mutationTest(
  'image references',
  (random) => mutatedText(REFERENCES, random),
  (text) => {
    const parsed = parseReference(text);
    if (parsed.ok) assert.deepEqual(parseReference(formatReference(parsed.value)), parsed);
    return outcomeOfResult(parsed);
  },
);

/** A tar of which a document is of another shape, or a block is damaged. */
function mutatedArchive(files: Files, random: () => number): Uint8Array {
  const [name, document] = pick(documentsOf(files), random);
  if (random() % 2 === 0) return tar({ ...files, [name]: mutatedJson(document, random) });
  return mutatedTar(tar(files), random);
}

function documentsOf(files: Files): readonly (readonly [name: string, text: string])[] {
  return Object.entries(files).flatMap(([name, content]) =>
    typeof content === 'string' && /^[{[]/.test(content) ? [[name, content] as const] : [],
  );
}

/** In two pieces: what is cut anywhere is shown elsewhere. */
function piped(bytes: Uint8Array): Pick<typeof OPTIONS, 'standardInput'> {
  return {
    async *standardInput() {
      yield bytes.subarray(0, bytes.length >> 1);
      yield bytes.subarray(bytes.length >> 1);
    },
  };
}

async function opened(text: string, options: Partial<typeof OPTIONS> = {}): Promise<string> {
  const result = await openImage(text, { ...OPTIONS, ...options });
  if (result.ok && result.value.kind === 'image') {
    const { image } = result.value;
    for (const { bytes } of image.layers) {
      if (bytes.kind === 'stream') await collect(await bytes.open());
    }
    await image.close();
  }
  return outcomeOfResult(result);
}
