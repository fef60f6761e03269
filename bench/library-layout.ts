import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { succeed } from '../e2e/support/run-program.ts';

export interface LibraryLayout {
  readonly packages: number;
  /** Of these, old ones that advisories are known for; each has about ten. */
  readonly affected: number;
}

/**
 * An image of npm packages only, as an OCI layout in a new folder of `parent`: no two are the same, as a
 * pre-release of its own tells each from the others.
 */
export async function libraryLayout(parent: string, wanted: LibraryLayout): Promise<string> {
  const folder = mkdtempSync(join(parent, 'libraries-'));
  const root = join(folder, 'root');
  for (let at = 0; at < wanted.packages; at += 1) {
    const isAffected = at < wanted.affected;
    const name = isAffected ? 'handlebars' : `library-${at}`;
    const place = join(root, `srv/app-${at}/node_modules/${name}`);
    mkdirSync(place, { recursive: true });
    const version = `4.0.1-b${at}`;
    writeFileSync(join(place, 'package.json'), JSON.stringify({ name, version, license: 'MIT' }));
  }
  const tar = join(folder, 'layer.tar');
  await succeed('tar', ['-C', root, '--owner=0', '--group=0', '-cf', tar, '.']);
  return writeLayout(join(folder, 'layout'), readFileSync(tar));
}

function writeLayout(layout: string, tar: Uint8Array): string {
  mkdirSync(join(layout, 'blobs/sha256'), { recursive: true });
  const put = (bytes: Uint8Array): { readonly digest: string; readonly size: number } => {
    const hex = createHash('sha256').update(bytes).digest('hex');
    writeFileSync(join(layout, 'blobs/sha256', hex), bytes);
    return { digest: `sha256:${hex}`, size: bytes.length };
  };
  const putJson = (value: unknown): { readonly digest: string; readonly size: number } =>
    put(Buffer.from(JSON.stringify(value)));
  const diffId = `sha256:${createHash('sha256').update(tar).digest('hex')}`;
  const config = {
    os: 'linux',
    architecture: 'amd64',
    config: {},
    rootfs: { type: 'layers', diff_ids: [diffId] },
    history: [{ created_by: 'COPY . /' }],
  };
  const type = 'application/vnd.oci.image';
  const manifest = {
    schemaVersion: 2,
    mediaType: `${type}.manifest.v1+json`,
    config: { mediaType: `${type}.config.v1+json`, ...putJson(config) },
    layers: [{ mediaType: `${type}.layer.v1.tar+gzip`, ...put(gzipSync(tar)) }],
  };
  const manifests = [{ mediaType: manifest.mediaType, ...putJson(manifest) }];
  writeFileSync(join(layout, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
  writeFileSync(join(layout, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  return layout;
}
