import { hash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { padding, tarEnd, tarHeader } from './tar-writer.ts';

/** Names and contents of an archive's or a layout's files: for tests. */
export type Files = Readonly<Record<string, string | Uint8Array | { readonly link: string }>>;

export const LAYER: Uint8Array = tar({ 'etc/hostname': 'here' });
export const OTHER_LAYER: Uint8Array = tar({ 'etc/motd': 'x'.repeat(3000) });

/** The files of a `docker save` archive of one image with one layer twice. */
export function saved(changes: Files): Files {
  const config = configOf([LAYER, LAYER]);
  const isLinked = 'b/layer.tar' in changes;
  const Layers = ['a/layer.tar', isLinked ? 'b/layer.tar' : 'a/layer.tar'];
  return {
    'a/VERSION': '1.0',
    'a/layer.tar': LAYER,
    'config.json': config,
    'manifest.json': JSON.stringify([{ Config: 'config.json', RepoTags: ['x:1'], Layers }]),
    ...changes,
  };
}

export function configOf(layers: readonly Uint8Array[], architecture: string = 'amd64'): string {
  return JSON.stringify({
    os: 'linux',
    architecture,
    config: { Labels: { maintainer: 'me' } },
    rootfs: { type: 'layers', diff_ids: layers.map(sha256) },
  });
}

/** Blobs of one image; its manifest comes last. */
export function imageFiles(
  layer: Uint8Array,
  more: object = {},
  config: string = configOf([LAYER]),
): Files {
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: descriptor('application/vnd.oci.image.config.v1+json', config),
    layers: [{ ...descriptor('application/vnd.oci.image.layer.v1.tar+gzip', layer), ...more }],
  });
  return { [blobName(layer)]: layer, [blobName(config)]: config, [blobName(manifest)]: manifest };
}

export function layout(files: Files): Files {
  const [name = ''] = Object.keys(files).slice(-1);
  const digest = name.replace('blobs/sha256/', 'sha256:');
  const manifests = [
    {
      mediaType: '',
      digest,
      size: 500,
      annotations: { 'org.opencontainers.image.ref.name': 'latest' },
    },
  ];
  return {
    'oci-layout': '{"imageLayoutVersion":"1.0.0"}',
    'index.json': JSON.stringify({ schemaVersion: 2, manifests }),
    ...files,
  };
}

/** An index in an index: amd64, arm64 and an attestation. */
export function platforms(): Files {
  const amd64 = imageFiles(gzipSync(LAYER));
  const arm64 = imageFiles(gzipSync(OTHER_LAYER), {}, configOf([OTHER_LAYER], 'arm64'));
  const [amdName = '', armName = ''] = [amd64, arm64].map((files) => Object.keys(files).at(-1));
  const manifests = [
    { ...named(amdName), platform: { os: 'linux', architecture: 'amd64' } },
    { ...named(armName), platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } },
    { ...descriptor('', 'attestation'), platform: { os: 'unknown', architecture: 'unknown' } },
  ];
  const index = JSON.stringify({ schemaVersion: 2, manifests });
  return layout({ ...amd64, ...arm64, [blobName(index)]: index });
}

export function named(name: string): { mediaType: string; digest: string; size: number } {
  return { mediaType: '', digest: name.replace('blobs/sha256/', 'sha256:'), size: 1 };
}

export function descriptor(
  mediaType: string,
  content: string | Uint8Array,
): { digest: string; size: number; mediaType: string } {
  return { mediaType, digest: sha256(content), size: Buffer.from(content).length };
}

export function blobName(content: string | Uint8Array): string {
  return `blobs/${sha256(content).replace(':', '/')}`;
}

export function sha256(content: string | Uint8Array): string {
  return `sha256:${hash('sha256', content, 'hex')}`;
}

export function tar(files: Files): Uint8Array {
  const blocks = Object.entries(files).flatMap(([path, content]) => {
    if (typeof content === 'object' && 'link' in content) {
      return [tarHeader({ path, kind: 'symlink', mode: 0o777, size: 0, target: content.link })];
    }
    const bytes = Buffer.from(content);
    const size = bytes.length;
    return [tarHeader({ path, kind: 'file', mode: 0o644, size, target: '' }), bytes, padding(size)];
  });
  return Buffer.concat([...blocks, tarEnd()]);
}
