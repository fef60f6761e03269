import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { analysisRecords } from './analyses-records.ts';
import { resultRecords } from './analyses-results.ts';
import type { Database } from './database.ts';
import {
  addAnalyzed,
  addManifest,
  analyze,
  digestNamed,
  flaw,
  found,
  setTag,
} from './fleet-world.contract.ts';
import { fleetRecords } from './fleet.ts';
import { withDatabase } from './test-database.contract.ts';

const LODASH = found('lodash', '4.17.15', 2, 'app/node_modules/lodash/package.json');
const FIXED = found('lodash', '4.17.21', 2, 'app/node_modules/lodash/package.json');
const EXPRESS = found('express', '4.0.0');
const CVE = 'CVE-2021-23337';

async function repositoryIn({ kysely }: Database, name: string): Promise<number> {
  const [namespace = ''] = name.split('/');
  await sql`insert into namespaces (name, kind, plan, created_at)
    values (${namespace}, 'organization', 'team', now()) on conflict do nothing`.execute(kysely);
  const { rows } = await sql<{ readonly id: number }>`
    insert into repositories (namespace_id, name, visibility, created_at)
    select id, ${name}, 'private', now() from namespaces where name = ${namespace}
    returning id`.execute(kysely);
  return rows[0]?.id ?? 0;
}

/** Two repositories, of which one has an affected image, an old one of it, and a mended one. */
async function world(t: Parameters<typeof withDatabase>[0]) {
  const database = await withDatabase(t);
  const fleet = fleetRecords(database.kysely);
  const shop = await repositoryIn(database, 'acme/shop');
  const other = await repositoryIn(database, 'other/app');
  const affected = {
    packages: [LODASH, EXPRESS],
    findings: [flaw(CVE, LODASH, { fixedIn: '4.17.21' })],
  };
  const add = (repositoryId: number, name: string, tags: readonly string[], more = affected) =>
    addAnalyzed(database, { repositoryId, name, tags, ...more });
  await add(shop, 'old', []);
  await add(shop, 'now', ['v1', 'latest']);
  await add(shop, 'mended', ['v2'], { packages: [FIXED], findings: [] });
  await add(other, 'theirs', ['v9'], {
    packages: [LODASH],
    findings: [flaw(CVE, LODASH, { severity: 'critical' })],
  });
  return { database, fleet, shop, other, affected };
}

test('every image that has a vulnerability is listed, current ones first, with what fixes it', async (t) => {
  const { fleet, shop } = await world(t);
  const query = { repositoryIds: [shop], vulnerabilities: ['GHSA-1', CVE], limit: 10 };
  const images = await fleet.imagesWith(query);
  assert.deepEqual(
    images.map(({ repository, digest, tags, severity, place, packages }) => [
      repository,
      digest,
      tags,
      severity,
      place.isCurrent,
      packages,
    ]),
    [['now', ['latest', 'v1'], true] as const, ['old', [], false] as const].map(
      ([name, tags, isCurrent]) => [
        'acme/shop',
        digestNamed(name),
        tags,
        'high',
        isCurrent,
        [
          {
            vulnerability: CVE,
            type: 'npm',
            name: 'lodash',
            version: '4.17.15',
            layer: 2,
            severity: 'high',
            fixedIn: '4.17.21',
          },
        ],
      ],
    ),
  );
  assert.ok(images.every(({ firstSeen }) => firstSeen instanceof Date));
  const [first] = await fleet.imagesWith({ ...query, limit: 1 });
  const rest = await fleet.imagesWith({ ...query, limit: 5, after: first?.place });
  assert.deepEqual([first, ...rest], images);
  assert.deepEqual(await fleet.imagesWith({ ...query, repository: 'acme/none' }), []);
});

test('what cannot be fixed is left out where only fixable images are asked for', async (t) => {
  const { fleet, shop, other } = await world(t);
  const images = await fleet.imagesWith({
    repositoryIds: [shop, other],
    vulnerabilities: [CVE],
    isFixable: true,
    limit: 10,
  });
  assert.deepEqual(
    images.map(({ repository }) => repository),
    ['acme/shop', 'acme/shop'],
  );
});

test('nothing of other repositories is shown or counted', async (t) => {
  const { fleet, shop, other } = await world(t);
  const counts = async (repositoryIds: readonly number[]) =>
    Object.values(await fleet.countAffected({ repositoryIds, vulnerabilities: [CVE] }));
  assert.deepEqual(await counts([shop]), [3, 2, 2, 1, 1]);
  assert.deepEqual(await counts([shop, other]), [4, 3, 3, 2, 2]);
  assert.deepEqual(await counts([]), [0, 0, 0, 0, 0]);
  assert.deepEqual(await fleet.vulnerabilitiesIn([shop]), [CVE]);
  assert.deepEqual(await fleet.vulnerabilitiesIn([]), []);
  const page = { limit: 10, repositoryIds: [] };
  assert.deepEqual(await fleet.imagesWith({ ...page, vulnerabilities: [CVE] }), []);
  assert.deepEqual(await fleet.packages(page), []);
  assert.deepEqual(await fleet.versions({ ...page, type: 'npm', name: 'lodash' }), []);
  assert.deepEqual(await fleet.imagesOf({ ...page, type: 'npm', name: 'lodash' }), []);
});

test('packages are counted by version and image, in my repositories alone', async (t) => {
  const { fleet, shop, other } = await world(t);
  const express = { type: 'npm', name: 'express', versions: 1, images: 2, repositories: 1 };
  const lodash = { type: 'npm', name: 'lodash', versions: 2, images: 3, repositories: 1 };
  const query = { repositoryIds: [shop], limit: 10 };
  assert.deepEqual(await fleet.packages(query), [
    { ...express, worst: undefined },
    { ...lodash, worst: 'critical' },
  ]);
  const names = async (more: object) =>
    (await fleet.packages({ ...query, ...more })).map(({ name }) => name);
  assert.deepEqual(await names({ search: 'das' }), ['lodash']);
  assert.deepEqual(await names({ search: 'das', isStart: true }), []);
  assert.deepEqual(await names({ search: '%' }), []);
  assert.deepEqual(await names({ type: 'deb' }), []);
  assert.deepEqual(await names({ version: '4.17' }), ['lodash']);
  assert.deepEqual(await names({ after: { name: 'express', type: 'npm' } }), ['lodash']);
  // So many repositories that names are walked.
  const many = Array.from({ length: 200 }, (_, at) => 1_000_000 + at);
  assert.deepEqual(await names({ repositoryIds: [shop, other, ...many] }), ['express', 'lodash']);
  assert.deepEqual(await fleet.versions({ ...query, type: 'npm', name: 'lodash' }), [
    { version: '4.17.15', images: 2, repositories: 1, worst: 'critical' },
    { version: '4.17.21', images: 1, repositories: 1, worst: undefined },
  ]);
});

test('images of a package say where it is', async (t) => {
  const { fleet, shop, other } = await world(t);
  const query = { repositoryIds: [shop, other], type: 'npm', name: 'lodash', limit: 10 };
  const images = await fleet.imagesOf({ ...query, version: '4.17.15' });
  assert.deepEqual(
    images.map(({ repository, tags, places }) => [repository, tags, places]),
    [
      ['acme/shop', ['latest', 'v1']],
      ['other/app', ['v9']],
      ['acme/shop', []],
    ].map((row) => [
      ...row,
      [{ version: '4.17.15', layer: 2, path: 'app/node_modules/lodash/package.json' }],
    ]),
  );
  assert.equal((await fleet.imagesOf(query)).length, 4);
});

test('a tag that moves or goes takes its image out of the current ones', async (t) => {
  const { database, fleet, shop } = await world(t);
  const current = async () => {
    const images = await fleet.imagesWith({
      repositoryIds: [shop],
      vulnerabilities: [CVE],
      limit: 9,
    });
    return images.filter(({ place }) => place.isCurrent).map(({ tags }) => tags);
  };
  await setTag(database, shop, 'latest', digestNamed('mended'));
  assert.deepEqual(await current(), [['v1']]);
  await sql`delete from tags where name = 'v1'`.execute(database.kysely);
  assert.deepEqual(await current(), []);
  const index = digestNamed('index');
  await addManifest(database, shop, index);
  await sql`insert into manifest_children values (${index}, ${digestNamed('old')})`.execute(
    database.kysely,
  );
  await setTag(database, shop, 'multi', index);
  assert.deepEqual(await current(), [['multi']]);
});

test('a manifest that is deleted, and a new result, change the counts', async (t) => {
  const { database, fleet, shop } = await world(t);
  const versions = async () =>
    (await fleet.versions({ repositoryIds: [shop], type: 'npm', name: 'lodash' })).map(
      ({ version, images }) => [version, images],
    );
  await sql`delete from repository_manifests where repository_id = ${shop}
    and digest = ${digestNamed('old')}`.execute(database.kysely);
  assert.deepEqual(await versions(), [
    ['4.17.15', 1],
    ['4.17.21', 1],
  ]);
  await analysisRecords(database.kysely).request({
    repositoryId: shop,
    tag: 'v1',
    wanted: [{ digest: digestNamed('now'), platform: 'linux/amd64', kind: 'image' }],
    cause: 'rerun',
    by: { name: 'alice', requestId: 'r-2' },
    isInteractive: true,
  });
  await analyze(database, digestNamed('now'), { packages: [FIXED, EXPRESS], findings: [] });
  assert.deepEqual(await versions(), [['4.17.21', 2]]);
  assert.deepEqual(
    await fleet.imagesWith({ repositoryIds: [shop], vulnerabilities: [CVE], limit: 9 }),
    [],
  );
});

test('results of an older version are found once they are indexed', async (t) => {
  const { database, fleet, shop, affected } = await world(t);
  const { kysely } = database;
  await sql`truncate match_findings, item_set_packages, repository_packages`.execute(kysely);
  await sql`update summaries set is_indexed = false`.execute(kysely);
  const results = resultRecords(kysely);
  for (let turn = 0; turn < 9; turn += 1) {
    const old = await results.unindexed();
    if (!old) break;
    const isMended = old.digest === digestNamed('mended');
    const { packages, findings } = isMended ? { packages: [FIXED], findings: [] } : affected;
    await results.index(old.matches, packages, findings);
  }
  assert.equal(await results.unindexed(), undefined);
  const counts = await fleet.countAffected({ repositoryIds: [shop], vulnerabilities: [CVE] });
  assert.equal(counts.affected, 2);
  const [express] = await fleet.packages({ repositoryIds: [shop], limit: 1 });
  assert.deepEqual([express?.name, express?.images], ['express', 2]);
});

test('images that share packages may end at once, in repositories that share images', async (t) => {
  const { database, fleet, shop, other, affected } = await world(t);
  await Promise.all(
    Array.from({ length: 12 }, (_, at) =>
      addAnalyzed(database, {
        repositoryId: at % 2 === 0 ? shop : other,
        name: `image ${at}`,
        tags: [`t${at}`],
        ...affected,
      }),
    ),
  );
  const [, lodash] = await fleet.packages({ repositoryIds: [shop, other], limit: 9 });
  assert.deepEqual([lodash?.name, lodash?.images], ['lodash', 16]);
});
