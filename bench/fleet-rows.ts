import type { Digest } from '../src/model/index.ts';
import type { Database } from '../src/store/index.ts';

/** How large the fleet is. */
export interface FleetSize {
  readonly repositories: number;
  /** Each with two tags; there are a fifth more that no tag leads to any more. */
  readonly images: number;
  readonly versions: number;
  readonly vulnerabilities: number;
  /** Of each image, on average. */
  readonly findings: number;
}

/** What the rows name that is not among them. */
export interface FleetNames {
  /** Of everything. */
  readonly owner: string;
  /** Results of another snapshot would be made anew by the server. */
  readonly snapshot: Digest;
  /** A blob that is stored. */
  readonly config: Digest;
}

/** Has two tags of each of so many images. */
export const LARGE_REPOSITORY = 'team-2/large';
const LARGE_IMAGES = 2_500;

/** In the images that no tag leads to any more, and in these alone. */
export const OLD_PACKAGE = 'old-library';

const NAMESPACES = 20;

/** Share of images that have a package database of their own; the others share another's. */
const OWN = 0.6;

const TABLES = [
  'analyses',
  'analysis_requests',
  'tags',
  'repository_manifests',
  'repository_images',
  'item_set_packages',
];

/**
 * Fills an empty database with a fleet, straight into its tables: what triggers would have written one
 * row at a time is written as a whole. Images of a repository have most packages in common, as versions
 * of one program do; low numbers of versions are in most images.
 */
export async function fillFleet(
  { pool }: Database,
  size: FleetSize,
  names: FleetNames,
  tell: (step: string) => void,
): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query(
      'SET statement_timeout = 0; SET synchronous_commit = off; SELECT setseed(0.5)',
    );
    await client.query("SET work_mem = '256MB'; SET maintenance_work_mem = '512MB'");
    for (const table of TABLES) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    for (const [step, sql] of Object.entries(steps(size, names))) {
      tell(step);
      await client.query(sql);
    }
    for (const table of TABLES) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
    await client.query('VACUUM ANALYZE');
  } finally {
    client.release(true);
  }
}

/** `sha256:` and 64 digits of a number. */
function digest(kind: string, number: string): string {
  return `'sha256:${kind}' || lpad(to_hex(${number}), 62, '0')`;
}

function steps(size: FleetSize, names: FleetNames): Record<string, string> {
  return {
    ...repositorySteps(size, names),
    ...packageSteps(size),
    ...setSteps(size, names),
    ...manifestSteps(size, names),
    ...imageSteps(size, names),
  };
}

function repositorySteps(
  { repositories }: FleetSize,
  { owner }: FleetNames,
): Record<string, string> {
  return {
    namespaces: `insert into namespaces (name, kind, plan, created_at)
      select 'team-' || n, 'organization', 'team', now() from generate_series(1, ${NAMESPACES}) n`,
    // One person owns everything, another reads one team's repositories.
    memberships: `insert into memberships (namespace_id, user_id, role, since)
      select n.id, u.id, 'owner', now() from namespaces n, users u
      where n.kind = 'organization' and (u.name = '${owner}' or (u.name = 'tim' and n.name = 'team-1'))`,
    repositories: `insert into repositories
        (namespace_id, name, visibility, analysis_active, created_at)
      select n.id, n.name || '/app-' || lpad(r::text, 5, '0'), 'private', true, now()
      from generate_series(1, ${repositories}) r
      join namespaces n on n.name = 'team-' || (1 + r % ${NAMESPACES})`,
    'numbers of repositories': `create temp table repos as
      select id, (row_number() over (order by id))::integer as n from repositories
      where name like 'team-%'`,
  };
}

function packageSteps({ versions, vulnerabilities }: FleetSize): Record<string, string> {
  const packages = Math.ceil(versions / 5);
  return {
    packages: `insert into fleet_packages (type, name)
      select (array['deb', 'npm', 'pypi', 'maven', 'golang'])[1 + p % 5], 'package-' || p
      from generate_series(1, ${packages}) p order by p;
      insert into fleet_packages (type, name) values ('npm', '${OLD_PACKAGE}')`,
    versions: `insert into fleet_versions (package_id, version)
      select 1 + (v % ${packages}), '1.' || v from generate_series(1, ${versions}) v order by v;
      insert into fleet_versions (package_id, version) values (${packages} + 1, '1.0')`,
    vulnerabilities: `insert into fleet_vulnerabilities (name)
      select 'CVE-' || (2010 + v % 16) || '-' || (10000 + v) from generate_series(1, ${vulnerabilities}) v`,
  };
}

function setSteps(size: FleetSize, { snapshot }: FleetNames): Record<string, string> {
  const { repositories, versions, vulnerabilities, findings } = size;
  const { own, old } = ofRepository(size);
  const each = own + old;
  const sets = repositories * each;
  return {
    'item sets': `insert into item_sets (digest, body, made_at)
      select ${digest('aa', 's')}, '', now() from generate_series(1, ${sets}) s order by s`,
    // Versions of low numbers are in most; each set has a twentieth of its own.
    'packages of item sets': `
      insert into item_set_packages (item_set_id, versions, layers, path_places, paths)
      select s.id, x.versions, array_fill(1::smallint, array[cardinality(x.versions)]),
        array_fill(1, array[cardinality(x.versions)]), array['var/lib/dpkg/status']
      from (
        select r.n, array(select 1 + floor(${versions} * power(random(), 3))::integer
          from generate_series(1, 300 + (r.n * 7919) % 1200)) as base from repos r) b
      cross join generate_series(1, ${each}) j
      cross join lateral (select array_agg(distinct case when random() < 0.05
        then 1 + floor(${versions} * power(random(), 3))::integer else v end)
        || case when j > ${own} then array[${versions} + 1] else '{}' end as versions
        from unnest(b.base) v where j > 0) x
      join item_sets s on s.id = (b.n - 1) * ${each} + j`,
    'sets of matches': `insert into summaries (item_set, snapshot_digest, revision, summary, is_indexed)
      select ${digest('aa', 's')}, '${snapshot}', '1', ${SUMMARY}, true
      from generate_series(1, ${sets}) s order by s`,
    // Without them the server would take the sets for results that nothing leads to.
    matches: `insert into item_matches (item_set, snapshot_digest, revision, body, made_at)
      select item_set, snapshot_digest, revision, '', now() from summaries`,
    findings: `insert into match_findings
        (match_set_id, vulnerability_id, version_id, layer, severity, fixed_in)
      select k.item_set_id, 1 + (v.id * 31 + u * 7) % ${vulnerabilities}, v.id, 1, (v.id + u) % 5,
        case when v.id % 3 = 0 then '2.0' end
      from item_set_packages k
      cross join lateral (select id from unnest(k.versions) id order by id % 13, id
        limit ${Math.ceil(findings / 2)}) v
      cross join generate_series(1, 2) u
      on conflict do nothing`,
  };
}

/** Tagged images of each repository, those without a tag, and how many have packages of their own. */
function ofRepository({ images, repositories }: FleetSize) {
  const each = Math.round(images / repositories);
  return { each, old: Math.round(each / 5), own: Math.round(each * OWN) };
}

const MEDIA_TYPE = 'application/vnd.oci.image.manifest.v1+json';

/** Of a repository, and of an image. */
const LAYERS = { shared: 5, own: 2 };

function manifestSteps(
  size: FleetSize,
  { config }: Pick<FleetNames, 'config'>,
): Record<string, string> {
  const { repositories } = size;
  const { each, old } = ofRepository(size);
  const all = each + old;
  const imageNumber = `((r.n - 1) * ${all} + j)`;
  const blobs = (kind: string, count: string): string => `
    insert into blobs (digest, size, created_at, is_stored, leased_until)
    select ${digest(kind, 'b')}, 1000 * b % 90000000, now(), true, now() + interval '1 year'
    from generate_series(1, ${count}) b`;
  return {
    blobs: `${blobs('d0', `${repositories * LAYERS.shared}`)};
      ${blobs('d1', `${repositories * all * LAYERS.own}`)}`,
    manifests: `insert into manifests (digest, media_type, kind, size, bytes, created_at)
      select ${digest('cc', 'i')}, '${MEDIA_TYPE}', 'image', 300,
        convert_to('${manifestOf(config)}', 'UTF8'), now() from generate_series(1, ${repositories * all}) i`,
    'blobs of manifests': `insert into manifest_blobs (manifest_digest, blob_digest)
      select ${digest('cc', imageNumber)}, ${digest('d0', `(r.n - 1) * ${LAYERS.shared} + b`)}
      from repos r cross join generate_series(1, ${all}) j cross join generate_series(1, ${LAYERS.shared}) b;
      insert into manifest_blobs (manifest_digest, blob_digest)
      select ${digest('cc', imageNumber)}, ${digest('d1', `(${imageNumber} - 1) * ${LAYERS.own} + b`)}
      from repos r cross join generate_series(1, ${all}) j cross join generate_series(1, ${LAYERS.own}) b`,
    'manifests of repositories': `insert into repository_manifests
        (repository_id, digest, media_type, pushed_at, pushed_by, leased_until)
      select r.id, ${digest('cc', imageNumber)}, '${MEDIA_TYPE}', now(),
        'alice', now() from repos r cross join generate_series(1, ${all}) j`,
    tags: `insert into tags (repository_id, name, digest, moved_at, moved_by)
      select r.id, case t when 1 then 'v1.' || j else 'build-' || j end, ${digest('cc', imageNumber)},
        now() - j * interval '1 hour', 'alice'
      from repos r cross join generate_series(1, ${each}) j cross join generate_series(1, 2) t`,
    'a large repository': `insert into repositories
        (namespace_id, name, visibility, analysis_active, created_at)
      select id, '${LARGE_REPOSITORY}', 'private', true, now() from namespaces where name = 'team-2';
      insert into repository_manifests
        (repository_id, digest, media_type, pushed_at, pushed_by, leased_until)
      select r.id, ${digest('cc', `7 * j`)}, '${MEDIA_TYPE}', now(), 'alice', now()
      from repositories r cross join generate_series(1, ${LARGE_IMAGES}) j where r.name = '${LARGE_REPOSITORY}';
      insert into tags (repository_id, name, digest, moved_at, moved_by)
      select r.id, 'v' || t || '.' || j, ${digest('cc', '7 * j')}, now() - j * interval '1 hour', 'alice'
      from repositories r cross join generate_series(1, ${LARGE_IMAGES}) j cross join generate_series(1, 2) t
      where r.name = '${LARGE_REPOSITORY}'`,
  };
}

function imageSteps(size: FleetSize, { snapshot }: FleetNames): Record<string, string> {
  const { each, old, own } = ofRepository(size);
  const imageNumber = `((r.n - 1) * ${each + old} + j)`;
  return {
    analyses: `insert into analyses (digest, platform, kind, phase, namespace_id, priority, queued_at,
        due_at, request_id, ending, ending_revision, generation, result, analyzed_at, took_ms,
        analyzer_revision, match_revision, item_set, snapshot_digest, snapshot, item_set_id, match_set_id)
      select ${digest('cc', imageNumber)}, 'linux/amd64', 'image', 'resting', 1, 1, now(), now(), 'r',
        '{"kind":"complete"}', '1', 1, '{"kind":"complete"}', now(), 300, '1', '1',
        ${digest('aa', 's.id')}, '${snapshot}',
        '{"number":1,"digest":"x","createdAt":"2026-01-01","isStarter":false}', s.id, s.id
      from repos r cross join generate_series(1, ${each + old}) j
      cross join lateral (select (r.n - 1) * ${own + old} + case when j > ${each}
        then ${own} + j - ${each} else 1 + (j - 1) % ${own} end as id) s order by r.n, j`,
    requests: `insert into analysis_requests (analysis_id, repository_id, tag, cause, requested_by,
        request_id, requested_at, answered_at, answer, generation, noted_at)
      select a.id, m.repository_id, null, 'push', 'alice', 'r', now(), now(), '{"kind":"complete"}', 1,
        now() from analyses a join repository_manifests m on m.digest = a.digest`,
    'images of repositories': `insert into repository_images
        (repository_id, analysis_id, item_set_id, match_set_id, is_current)
      select m.repository_id, a.id, a.item_set_id, a.match_set_id, exists (
        select from tags t where t.repository_id = m.repository_id and t.digest = m.digest)
      from analyses a join repository_manifests m on m.digest = a.digest`,
    'packages of repositories': `insert into repository_packages
        (repository_id, version_id, package_id, images)
      select x.repository_id, x.v, w.package_id, x.images from (
        select i.repository_id, v, count(*)::integer as images from repository_images i
        join item_set_packages k on k.item_set_id = i.item_set_id cross join unnest(k.versions) v
        group by i.repository_id, v) x
      join fleet_versions w on w.id = x.v`,
    'first sights': `insert into findings
        (repository_id, vulnerability, package_type, package_name, first_seen)
      select distinct i.repository_id, f.name, k.type, k.name, now()
      from repository_images i join match_findings m on m.match_set_id = i.match_set_id
      join fleet_vulnerabilities f on f.id = m.vulnerability_id
      join fleet_versions w on w.id = m.version_id join fleet_packages k on k.id = w.package_id`,
  };
}

function manifestOf(config: Digest): string {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: MEDIA_TYPE,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: config, size: 2 },
    layers: [],
  });
}

const SUMMARY = `'${JSON.stringify({
  packages: 900,
  affectedPackages: 50,
  vulnerabilities: 100,
  bySeverity: { critical: 2, high: 11, medium: 37, low: 50, negligible: 0, none: 0, unknown: 0 },
  fixable: 79,
  exploited: 3,
  malware: 0,
  hidden: {},
})}'`;
