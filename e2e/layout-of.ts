import { hash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** An image for a layout: its layers as tars, the lowest first. */
export interface TaggedImage {
  readonly tag: string;
  readonly layers: readonly Buffer[];
  /** The lines of the image's history; none by default. */
  readonly history?: readonly string[];
  /** Besides system, layers and history: environment, labels, architecture. */
  readonly config?: Readonly<Record<string, unknown>>;
}

/** Writes an OCI image layout with these images into a folder. */
export function writeLayout(folder: string, images: readonly TaggedImage[]): void {
  mkdirSync(join(folder, 'blobs', 'sha256'), { recursive: true });
  const blob = (bytes: Buffer | string, mediaType: string) => {
    const hex = hash('sha256', bytes, 'hex');
    writeFileSync(join(folder, 'blobs', 'sha256', hex), bytes);
    return { mediaType, digest: `sha256:${hex}`, size: Buffer.byteLength(bytes) };
  };
  const manifests = images.map(({ tag, layers, history = [], config: more }) => {
    const config = {
      os: 'linux',
      architecture: 'amd64',
      config: {},
      rootfs: {
        type: 'layers',
        diff_ids: layers.map((tar) => `sha256:${hash('sha256', tar, 'hex')}`),
      },
      history: history.map((line) => ({ created_by: line })),
      ...more,
    };
    const manifest = {
      schemaVersion: 2,
      mediaType: MANIFEST,
      config: blob(JSON.stringify(config), 'application/vnd.oci.image.config.v1+json'),
      layers: layers.map((tar) => blob(gzipSync(tar), LAYER)),
    };
    const descriptor = blob(JSON.stringify(manifest), MANIFEST);
    return { ...descriptor, annotations: { 'org.opencontainers.image.ref.name': tag } };
  });
  writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
}

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const LAYER = 'application/vnd.oci.image.layer.v1.tar+gzip';
