import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { arrayOf, recordOf } from '../../src/base/index.ts';
import { tarFile, tarOf } from '../../src/image/tar-builder.ts';

/** The first name that an archive of `docker save` gives its image. */
export function tagOf(archive: string): string {
  const json: unknown = JSON.parse(
    execFileSync('tar', ['xOf', archive, 'manifest.json']).toString(),
  );
  return String(arrayOf(recordOf(arrayOf(json)[0])['RepoTags'])[0]);
}

/** Writes an image that no registry has: layers of random bytes, as `docker save` would. */
export function writeDockerArchive(
  path: string,
  tag: string,
  { layers, layerBytes }: { readonly layers: number; readonly layerBytes: number },
): void {
  const tars = Array.from({ length: layers }, (_, at) =>
    tarOf(tarFile(`random-${at}`, randomBytes(layerBytes))),
  );
  const diffIds = tars.map((tar) => `sha256:${createHash('sha256').update(tar).digest('hex')}`);
  const config = JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    config: {},
    rootfs: { type: 'layers', diff_ids: diffIds },
    history: diffIds.map(() => ({ created: '2026-01-01T00:00:00Z', created_by: 'random' })),
  });
  const names = tars.map((_, at) => `${at}/layer.tar`);
  const manifest = [{ Config: 'config.json', RepoTags: [tag], Layers: names }];
  const members = [
    tarFile('config.json', config),
    ...tars.map((tar, at) => tarFile(`${at}/layer.tar`, tar)),
    tarFile('manifest.json', JSON.stringify(manifest)),
  ];
  writeFileSync(path, tarOf(...members));
}
