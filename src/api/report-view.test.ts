import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { FindingName, ImageContents, ReportView } from '../analyses/index.ts';
import { ok } from '../base/index.ts';
import type { Report } from '../report/index.ts';
import type { LocatedFinding } from '../report/index.ts';
import { countBySeverity, locatedFindings, packageKey } from '../report/index.ts';
import { hostileReport, HOSTILE_TEXTS, typicalReport } from '../report/sample-reports.contract.ts';
import type {
  FindingGroupPage,
  FileLedger,
  FindingPage,
  FixStepPage,
  ImageFacts,
  ImageLayers,
  PackagePage,
} from './contract/operations.ts';
import { createApi } from './create-api.ts';
import { DIGEST, digestOf } from './small-server.contract.ts';
import { codeOf, withThree } from './three-people.contract.ts';

const IMAGES = '/api/v1/repositories/acme/shop/images';

test('findings come by package, worst first, with what a closed row shows', async (t) => {
  const { get } = await serve(t, typicalReport());
  const { items, totals, facets, platform } = await get<FindingGroupPage>('findings');
  assert.equal(platform, 'linux/amd64');
  assert.equal(totals.vulnerabilities, typicalReport().summary.vulnerabilities);
  const [first] = items;
  assert.ok(first?.kind === 'package');
  assert.deepEqual(
    [first.name, first.worst, first.fixedIn, first.path, first.paths],
    ['libssl3', 'critical', '3.0.13-1~deb12u1', 'var/lib/dpkg/status', 1],
  );
  assert.deepEqual(
    facets.types.map(({ value }) => value).toSorted((a, b) => (a < b ? -1 : 1)),
    ['deb', 'npm'],
  );
  const byId = await get<FindingGroupPage>('findings?group=vulnerability&sort=name');
  assert.ok(byId.items.every(({ kind }) => kind === 'vulnerability'));
  assert.equal(byId.totals.groups, byId.totals.vulnerabilities);
});

test('a row opens to findings in the words of the report, with the day they were seen first', async (t) => {
  const asked: FindingName[] = [];
  const { get, call } = await serve(t, typicalReport(), asked);
  const { items } = await get<FindingGroupPage>('findings?type=npm');
  const [lodash] = items;
  assert.ok(lodash?.kind === 'package');
  const opened = await get<FindingPage>(`findings/${lodash.key}`);
  assert.equal(opened.total, lodash.findings);
  const [finding] = opened.items;
  assert.equal(finding?.packageName, lodash.name);
  assert.equal(finding.group, lodash.key);
  assert.equal(finding.firstSeen, '2026-01-01T00:00:00.000Z');
  assert.deepEqual(asked[0], {
    vulnerability: finding.id,
    packageType: 'npm',
    packageName: lodash.name,
  });
  const whole = locatedFindings(typicalReport()).find((one) => one.finding.id === finding.id);
  assert.equal(finding.introduced, whole?.finding.introduced);
  assert.equal(finding.vector, whole?.finding.rating?.vector);
  const same = await get<FindingPage>(`findings/${finding.id}`);
  assert.ok(same.items.every(({ id }) => id === finding.id));
  assert.equal((await call('findings/CVE-1999-0001')).status, 404);
});

test('what to do first comes with what it removes, a page at a time', async (t) => {
  const report = typicalReport();
  const { get } = await serve(t, report);
  const { items, total, next } = await get<FixStepPage>('steps?limit=1');
  const [step] = items;
  const [first] = report.steps;
  assert.equal(total, report.steps.length);
  assert.equal(next === undefined, total === 1);
  assert.deepEqual(
    [step?.command, step?.changes, step?.changeCount],
    [first?.command, first?.changes, first?.changes.length],
  );
  assert.equal(step?.counts.critical, first?.fixes.critical);
  const { items: rows } = await get<FindingGroupPage>('findings');
  assert.deepEqual(
    rows.flatMap((row) => (row.kind === 'package' ? (row.fixCommand ?? []) : [])),
    ['apt-get install libssl3'],
  );
});

test('pages follow each other without gap or overlap, and end; a cursor of another list is refused', async (t) => {
  const { get, call } = await serve(t, typicalReport());
  const all = (await get<FindingGroupPage>('findings?hidden=true')).items;
  const seen: unknown[] = [];
  let after = '';
  for (let page = 0; page < 10; page += 1) {
    const found = await get<FindingGroupPage>(`findings?hidden=true&limit=1${after}`);
    seen.push(...found.items);
    if (found.next === undefined) break;
    after = `&after=${found.next}`;
  }
  assert.ok(all.length > 1);
  assert.deepEqual(seen, all);
  assert.equal(codeOf(await call(`findings?sort=name${after}`)), 'request.cursor-invalid');
});

test('filters that are no filters are refused, and hidden findings are shown only when asked for', async (t) => {
  const { get, call } = await serve(t, typicalReport());
  for (const query of [
    'severity=worst',
    'severity=',
    'fixable=yes',
    'layer=-1',
    'layer=1,,2',
    'type=a%20b',
    'epss=2',
    'sort=random',
    `search=${'x'.repeat(201)}`,
    'nothing=1',
  ]) {
    assert.equal((await call(`findings?${query}`)).status, 400, query);
  }
  const without = await get<FindingGroupPage>('findings');
  const all = await get<FindingGroupPage>('findings?hidden=true');
  assert.ok(all.totals.findings > without.totals.findings);
  const high = await get<FindingGroupPage>('findings?severity=high,critical');
  assert.ok(high.items.every(({ worst }) => ['critical', 'high'].includes(worst)));
});

test('what the push of the tag brought is marked, counted and found; by digest nothing is new', async (t) => {
  const report = typicalReport();
  const [first] = locatedFindings(report);
  assert.ok(first);
  const { get, call } = await serve(t, report, [], [nameOf(first)]);
  const all = await get<FindingGroupPage>('findings');
  assert.deepEqual(
    [all.change?.before, all.change?.opened.critical, all.facets.fresh],
    [digestOf('b'), 1, 1],
  );
  const fresh = await get<FindingGroupPage>('findings?fresh=true');
  assert.deepEqual(
    fresh.items.map((one) => [one.fresh, one.findings]),
    [[1, 1]],
  );
  const opened = await get<FindingPage>(`findings/${first.finding.id}`);
  assert.ok(opened.items.some(({ isNew }) => isNew));
  const { body } = await call('findings', DIGEST);
  assert.deepEqual([body['change'], 'items' in body], [undefined, true]);
});

test('whatever an image writes, every page is what its schema says and bounded', async (t) => {
  for (const text of HOSTILE_TEXTS) {
    const { get } = await serve(t, hostileReport(text));
    const { items } = await get<FindingGroupPage>('findings?hidden=true');
    for (const { key } of items) {
      const { items: findings } = await get<FindingPage>(`findings/${key}?hidden=true`);
      assert.ok(findings.every(({ createdBy = '' }) => createdBy.length <= 300));
    }
  }
});

test('what the filters leave is exported, as tables that run nothing', async (t) => {
  const { get, call } = await serve(t, typicalReport());
  const { totals } = await get<FindingGroupPage>('findings?type=npm');
  const { items } = await get<{ items: unknown[] }>('findings/export?format=json&type=npm');
  assert.equal(items.length, totals.findings);
  const sorted = await call('findings/export?format=csv&sort=name');
  const names = sorted.text
    .split('\r\n')
    .slice(1, -1)
    .map((row) => row.split(',')[4]?.replace(/^'/, ''));
  assert.ok(names.length > 2 && names[0] !== undefined);
  const rows = await get<FindingGroupPage>('findings?sort=name');
  const shown = rows.items.flatMap((row) => (row.kind === 'package' ? row.name : []));
  assert.deepEqual([...new Set(names)], shown);
  const { headers, text } = await call('findings/export?format=csv&type=npm');
  assert.match(headers.get('content-disposition') ?? '', /^attachment; filename="findings.csv"$/);
  assert.equal(text.trimEnd().split('\r\n').length, totals.findings + 1);
  for (const hostile of ["=cmd|' /C calc'!A0", '@SUM(A1)']) {
    const server = await serve(t, hostileReport(hostile));
    for (const path of ['findings/export?format=csv&hidden=true', 'packages/export?format=csv']) {
      const table = (await server.call(path)).text;
      assert.ok(table.includes(`'${hostile}`), path);
      assert.ok(!table.split(/[,\n]/).some((cell) => cell.startsWith(hostile)), path);
    }
  }
});

test('packages come with their findings, filtered by type, layer and name', async (t) => {
  const report = typicalReport();
  const { get } = await serve(t, report);
  const all = await get<PackagePage>('packages');
  assert.equal(all.items.length, report.packages.length);
  const found = all.items.reduce((sum, { findings }) => sum + findings, 0);
  assert.equal(found, report.findings.filter(({ hidden }) => hidden === undefined).length);
  const npm = await get<PackagePage>('packages?type=npm&search=LODASH&affected=true');
  assert.deepEqual(
    npm.items.map(({ name }) => name),
    ['lodash'],
  );
  assert.deepEqual([npm.total, npm.facets.licenses], [1, [{ value: 'MIT', count: 1 }]]);
  assert.deepEqual(npm.items[0]?.license?.expression, 'MIT');
  const bare = await get<PackagePage>('packages?license=NOASSERTION&sort=severity');
  assert.ok(bare.total > 0 && bare.items.every(({ licenses }) => licenses.length === 0));
  const { items } = await get<FindingPage>(`findings/${npm.items[0]?.group}`);
  assert.equal(items.length, npm.items[0]?.findings);
});

test('layers stand between the lines of the history that changed nothing, each with what it brought', async (t) => {
  const report = typicalReport();
  const { get } = await serve(t, report);
  const { layers } = await get<ImageLayers>('layers');
  assert.deepEqual(
    layers.map(({ index, createdBy }) => [index, createdBy]),
    [[undefined, 'ENV A=1'], ...report.layers.map(({ createdBy }, index) => [index, createdBy])],
  );
  assert.equal(
    layers.reduce((sum, { packages }) => sum + packages, 0),
    report.packages.length,
  );
  const visible = report.findings.filter(({ hidden }) => hidden === undefined);
  assert.equal(
    layers.reduce((sum, { findings }) => sum + findings, 0),
    visible.length,
  );
  assert.equal(layers.at(1)?.size, report.layers[0]?.size);
});

test('executables that no package explains and what is left over, as the report has them', async (t) => {
  const report = typicalReport();
  const { get } = await serve(t, report);
  const { executables, leftovers, secrets, sboms, generation } = await get<FileLedger>('files');
  assert.deepEqual(executables, report.executables);
  assert.deepEqual(leftovers, {
    ...report.leftovers,
    packages: [{ type: 'npm', name: 'old', version: '1.0.0', layer: 0, goneIn: 1 }],
  });
  assert.deepEqual([secrets, sboms], [report.secrets, report.sboms]);
  assert.equal(generation, 1);
  const { executables: _, leftovers: __, secrets: ___, sboms: ____, ...unread } = report;
  const bare = await serve(t, unread);
  assert.deepEqual(Object.keys(await bare.get('files')), ['digest', 'platform', 'generation']);
});

test('facts of an image say who it runs as, and show no likely secret', async (t) => {
  const { get } = await serve(t, typicalReport());
  const facts = await get<ImageFacts>('facts?platform=linux/amd64');
  assert.equal(facts.runsAsRoot, true);
  assert.deepEqual(
    facts.checks.map(({ place }) => place),
    ['USER'],
  );
  assert.deepEqual(facts.exposedPorts, ['80/tcp']);
  assert.deepEqual(
    facts.environment.map(({ name, isRedacted }) => [name, isRedacted]),
    [
      ['PATH', false],
      ['TOKEN', true],
    ],
  );
  assert.ok(!JSON.stringify(facts).includes('hunter2'));
  assert.equal(facts.history.length, typicalReport().layers.length + 1);
});

async function serve(
  t: TestContext,
  report: Report,
  asked: FindingName[] = [],
  news: readonly FindingName[] = [],
) {
  const view = viewOf(report);
  const server = await withThree(t, (options) =>
    createApi({
      ...options,
      analyses: {
        ...options.analyses,
        view: () => Promise.resolve(ok(view)),
        contents: () => Promise.resolve(ok(contentsOf(report))),
        lastChange: () =>
          Promise.resolve({
            before: digestOf('b'),
            at: '2026-01-01T00:00:00.000Z',
            opened: { ...countBySeverity([]), critical: news.length },
            closed: countBySeverity([]),
            findings: () => Promise.resolve(news),
          }),
        firstSeen: (_, names) => {
          asked.push(...names);
          return Promise.resolve(names.map(() => new Date(Date.UTC(2026, 0, 1))));
        },
      },
    }),
  );
  const call = (path: string, reference = 'v1') =>
    server.call('GET', `${IMAGES}/${reference}/${path}`, { token: server.bob });
  return {
    call,
    get: async <Answer>(path: string): Promise<Answer> => {
      const { status, text } = await call(path);
      assert.equal(status, 200, text);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the server checks its answers here
      return JSON.parse(text) as Answer;
    },
  };
}

function nameOf({ finding, found }: LocatedFinding): FindingName {
  const { ecosystem, name } = found.package;
  return { vulnerability: finding.id, packageType: ecosystem, packageName: name };
}

function contentsOf({ layers }: Report): ImageContents {
  return {
    digest: DIGEST,
    platform: 'linux/amd64',
    config: {
      entrypoint: ['/bin/app'],
      command: [],
      environment: ['PATH=/bin', 'TOKEN=hunter2'],
      exposedPorts: ['80/tcp'],
      labels: { a: 'b' },
    },
    checks: [
      { id: 'runs-as-root', place: 'USER', message: 'it runs as root', advice: 'name another' },
    ],
    lines: [
      { createdBy: 'ENV A=1' },
      ...layers.map(({ createdBy = '' }, index) => ({ index, createdBy })),
    ],
  };
}

function viewOf(report: Report): ReportView {
  const { packages, layers, executables, leftovers, secrets, sboms } = report;
  const keys = packages.map((found, at) => [at, packageKey(found)] as const);
  return {
    digest: DIGEST,
    platform: 'linux/amd64',
    generation: 1,
    snapshot: { number: 1, digest: DIGEST },
    packages,
    layers,
    findings: locatedFindings(report),
    steps: report.steps,
    ...(executables && { executables }),
    ...(leftovers && { leftovers }),
    ...(secrets && { secrets }),
    ...(sboms && { sboms }),
    bestFixes: new Map([[0, { version: '3.0.13-1~deb12u1', command: 'apt-get install libssl3' }]]),
    packageKeys: new Map(keys),
    packagesByKey: new Map(keys.map(([at, key]) => [key, at])),
  };
}
