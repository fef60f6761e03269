import { hash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Digest } from '../src/model/index.ts';
import { parseDigest } from '../src/model/index.ts';
import type { Database } from '../src/store/index.ts';
import { blobFolder } from '../src/store/index.ts';
import { keepReport } from './keep-report.ts';
import { largeImage } from './large-image.ts';

/** Its tags are the numbers of images with a whole report. */
export const REPORTS_REPOSITORY = 'team-2/reports';
export const REPORTS = 60;

const MEDIA_TYPE = 'application/vnd.oci.image.manifest.v1+json';

const CONFIG = JSON.stringify({
  architecture: 'amd64',
  os: 'linux',
  config: {},
  rootfs: { type: 'layers', diff_ids: [] },
});

/** Puts the configuration that images of the fleet share where the server finds it. */
export async function keepConfig(dataFolder: string): Promise<Digest> {
  const file = join(dataFolder, 'config.json');
  writeFileSync(file, CONFIG);
  const digest = digestOf(CONFIG);
  await blobFolder({ folder: join(dataFolder, 'blobs') }).keep(digest, file, CONFIG.length);
  return digest;
}

/** Images whose results are whole, as a run leaves them, so that pages of a report can be asked for. */
export async function addReports({ kysely, pool }: Database, config: Digest): Promise<void> {
  const { rows } = await pool.query<{ readonly id: number }>(
    `insert into repositories (namespace_id, name, visibility, analysis_active, created_at)
      select id, $1, 'private', true, now() from namespaces where name = 'team-2' returning id`,
    [REPORTS_REPOSITORY],
  );
  const repositoryId = rows[0]?.id ?? 0;
  for (let number = 1; number <= REPORTS; number += 1) {
    const digest = await addManifest(pool, { repositoryId, number, config });
    const tagged = { repositoryId, tag: String(number), digest };
    await keepReport(kysely, tagged, largeImage(1_000 + number, 300));
  }
}

async function addManifest(
  pool: Database['pool'],
  at: { readonly repositoryId: number; readonly number: number; readonly config: Digest },
): Promise<Digest> {
  const text = JSON.stringify({
    schemaVersion: 2,
    mediaType: MEDIA_TYPE,
    config: {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      digest: at.config,
      size: CONFIG.length,
    },
    layers: [],
    annotations: { number: String(at.number) },
  });
  const digest = digestOf(text);
  await pool.query(
    `insert into manifests (digest, media_type, kind, size, bytes, created_at)
      values ($1, $2, 'image', $3, $4, now())`,
    [digest, MEDIA_TYPE, text.length, Buffer.from(text)],
  );
  await pool.query(
    `insert into repository_manifests
        (repository_id, digest, media_type, pushed_at, pushed_by, leased_until)
      values ($1, $2, $3, now(), 'alice', now())`,
    [at.repositoryId, digest, MEDIA_TYPE],
  );
  await pool.query(
    `insert into tags (repository_id, name, digest, moved_at, moved_by)
      values ($1, $2, $3, now(), 'alice')`,
    [at.repositoryId, String(at.number), digest],
  );
  return digest;
}

function digestOf(text: string): Digest {
  const digest = parseDigest(`sha256:${hash('sha256', text)}`);
  if (digest === undefined) throw new Error('sha256 made no digest');
  return digest;
}
