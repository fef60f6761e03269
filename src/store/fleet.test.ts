import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import type { ImagePlace } from '../api/index.ts';
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

interface FleetPage {
  readonly repositoryIds: readonly number[];
  readonly limit: number;
  readonly after?: ImagePlace | undefined;
  readonly repository?: string;
}

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

test('pages of any size have each image once, however repositories are taken together', async (t) => {
  const database = await withDatabase(t);
  const fleet = fleetRecords(database.kysely);
  const repositoryIds: number[] = [];
  // In another order than that of names; tagged and not; one in three without the package.
  for (const at of [7, 3, 9, 1, 5, 8, 2, 6, 4, 0]) {
    const repositoryId = await repositoryIn(database, `acme/app-${at}`);
    repositoryIds.push(repositoryId);
    for (let image = 0; image < 3 + (at % 3); image += 1) {
      const packages = image % 3 === 1 ? [EXPRESS] : [image === 0 ? LODASH : FIXED, EXPRESS];
      const findings = packages.includes(LODASH) ? [flaw(CVE, LODASH)] : [];
      const [name, tags] = [`${at} ${image}`, (at + image) % 2 === 0 ? [`v${image}`] : []];
      await addAnalyzed(database, { repositoryId, name, tags, packages, findings });
    }
  }
  const lists = {
    package: (page: FleetPage) => fleet.imagesOf({ ...page, type: 'npm', name: 'lodash' }),
    version: (page: FleetPage) =>
      fleet.imagesOf({ ...page, type: 'npm', name: 'lodash', version: '4.17.15' }),
    flaw: (page: FleetPage) => fleet.imagesWith({ ...page, vulnerabilities: [CVE] }),
  };
  for (const [what, list] of Object.entries(lists)) {
    const all = (await list({ repositoryIds, limit: 100 })).map(({ place }) => place);
    assert.equal(all.length, { package: 26, version: 10, flaw: 10 }[what]);
    const sorted = all.toSorted(
      (left, right) =>
        Number(right.isCurrent) - Number(left.isCurrent) ||
        Number(left.repository > right.repository) - Number(left.repository < right.repository) ||
        left.analysisId - right.analysisId,
    );
    assert.deepEqual(all, sorted, what);
    for (const limit of [1, 2, 3, 4, 5, 7, 26]) {
      const seen: ImagePlace[] = [];
      for (;;) {
        const page = await list({ repositoryIds, limit, after: seen.at(-1) });
        seen.push(...page.map(({ place }) => place));
        if (page.length < limit) break;
        assert.ok(seen.length <= all.length, `${what} by ${limit}`);
      }
      assert.deepEqual(seen, all, `${what} by ${limit}`);
    }
    const [one] = await list({ repositoryIds, limit: 9, repository: 'acme/app-4' });
    assert.equal(one?.repository, 'acme/app-4');
  }
});

test('who reads many repositories sees and counts nothing of another, as who reads few', async (t) => {
  const { database, fleet, shop, other } = await world(t);
  const hidden = await repositoryIn(database, 'other/hidden');
  await addAnalyzed(database, {
    repositoryId: hidden,
    name: 'hidden',
    tags: ['v1'],
    packages: [LODASH, EXPRESS],
    findings: [flaw(CVE, LODASH), flaw('CVE-1', EXPRESS)],
  });
  const twice = [flaw(CVE, LODASH), flaw('CVE-2', EXPRESS)];
  await addAnalyzed(database, {
    repositoryId: shop,
    name: 'twice',
    tags: ['v3'],
    packages: [LODASH, EXPRESS],
    findings: twice,
  });
  const none = Array.from({ length: 200 }, (_, at) => 1_000_000 + at);
  for (const mine of [[], [shop], [shop, other], [other]]) {
    const [few, many] = [mine, [...mine, ...none]];
    for (const vulnerabilities of [[CVE], [CVE, 'CVE-1', 'CVE-2'], ['CVE-1'], ['CVE-none']]) {
      assert.deepEqual(
        await fleet.countAffected({ repositoryIds: many, vulnerabilities }),
        await fleet.countAffected({ repositoryIds: few, vulnerabilities }),
      );
      const page = { limit: 9, vulnerabilities };
      const images = await fleet.imagesWith({ ...page, repositoryIds: many });
      assert.deepEqual(images, await fleet.imagesWith({ ...page, repositoryIds: few }));
      assert.ok(images.every(({ repository }) => repository !== 'other/hidden'));
    }
    const wanted = mine.length === 0 ? [] : mine.includes(shop) ? ['CVE-2', CVE] : [CVE];
    for (const repositoryIds of [few, many]) {
      assert.deepEqual((await fleet.vulnerabilitiesIn(repositoryIds)).toSorted(), wanted);
    }
  }
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
