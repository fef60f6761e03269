import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import { startLoopbackServer } from '../../base/loopback-server.contract.ts';
import { refusedLately } from '../feed-checks.ts';
import { openSnapshot } from '../open.ts';
import { updateFeeds } from '../update.ts';
import type { UpdateResult } from '../update.ts';
import { isObject, parseJson, textAt } from '../json.ts';
import { makeZip } from '../make-zip.contract.ts';
import { httpTransport } from './http-transport.ts';
import { transportFor } from './origins.ts';
import { osvRecord, osvRecords, temporaryFolder, writeMirror } from './mirror.contract.ts';

const CLOCK = { now: () => Date.parse('2026-02-03T04:05:06Z') };

type Handler = (request: IncomingMessage, response: ServerResponse, path: string) => boolean;

/** Serves a mirror folder over HTTP with ETags and ranges; `handle` may answer instead. */
async function serve(
  mirror: string,
  run: (url: string, log: string[]) => Promise<void>,
  handle: Handler = () => false,
): Promise<void> {
  const log: string[] = [];
  const server = await startLoopbackServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '').slice(1);
    if (handle(request, response, path)) return;
    const file = join(mirror, path);
    if (!existsSync(file)) {
      log.push(`404 ${path}`);
      response.writeHead(404).end();
      return;
    }
    const bytes = readFileSync(file);
    const etag = `"${bytes.length}-${statSync(file).mtimeMs}"`;
    if (request.headers['if-none-match'] === etag) {
      log.push(`304 ${path}`);
      response.writeHead(304).end();
      return;
    }
    const [, from] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? [];
    const start = from !== undefined && request.headers['if-range'] === etag ? Number(from) : 0;
    log.push(`${start > 0 ? 206 : 200} ${path}`);
    response.writeHead(start > 0 ? 206 : 200, { etag, 'content-length': bytes.length - start });
    response.end(bytes.subarray(start));
  });
  try {
    await run(`http://${server.host}`, log);
  } finally {
    server.stop();
  }
}

async function update(
  url: string,
  folder: string,
  feeds: readonly string[],
): Promise<UpdateResult> {
  const transport = httpTransport({ mirror: url, sleep: () => Promise.resolve() });
  const updated = await updateFeeds({ folder, feeds, transport, clock: CLOCK });
  assert.ok(updated.ok);
  return updated.value;
}

/** Puts records into a mirror as OSV does: the archive, the list of changes, single files. */
function publish(mirror: string, records: Readonly<Record<string, string>>, inArchive = records) {
  const rows = Object.entries(records).map(([name, text]) => {
    const record = parseJson(text);
    return `${isObject(record) ? textAt(record, 'modified') : ''},${name.slice(0, -5)}`;
  });
  const single = Object.entries(records).map(([name, text]) => [`osv/npm/${name}`, text] as const);
  writeMirror(mirror, {
    'osv/npm/all.zip': makeZip(inArchive),
    'osv/npm/modified_id.csv': `${rows.join('\n')}\n`,
    ...Object.fromEntries(single),
  });
}

const noSingle: Handler = (_request, response, path) => {
  if (!/GHSA-\d+\.json$/.test(path)) return false;
  response.writeHead(404).end();
  return true;
};

function fixesOf(folder: string, name: string) {
  const opened = openSnapshot(folder);
  assert.ok(opened.ok && opened.value);
  return opened.value
    .entriesOf('npm', name)
    .map(({ affected }) => affected.ranges[0]?.at(-1)?.version);
}

test('of an ecosystem of OSV only the changed records are fetched after the first time', async () => {
  const mirror = temporaryFolder();
  const folder = temporaryFolder();
  const first = osvRecords(10);
  publish(mirror, first);
  await serve(mirror, async (url, log) => {
    await update(url, folder, ['osv/npm']);
    assert.ok(log.includes('200 osv/npm/all.zip'));

    log.length = 0;
    const again = await update(url, folder, ['osv/npm']);
    assert.deepEqual(
      [again.outcomes[0]?.kind, log],
      ['unchanged', ['304 osv/npm/modified_id.csv']],
    );

    const changed = osvRecord('GHSA-3', 'p3', '2.0.0', { modified: '2026-02-01T00:00:00Z' });
    const added = osvRecord('GHSA-90', 'p90', '9.0.0', { modified: '2026-02-02T00:00:00Z' });
    const { 'GHSA-7.json': _removed, ...rest } = first;
    publish(mirror, { ...rest, 'GHSA-3.json': changed, 'GHSA-90.json': added }, first);
    log.length = 0;
    const third = await update(url, folder, ['osv/npm']);
    assert.deepEqual(log, [
      '200 osv/npm/modified_id.csv',
      '200 osv/npm/GHSA-3.json',
      '200 osv/npm/GHSA-90.json',
    ]);
    assert.equal(third.snapshot?.number, 2);
    const fixes = ['p3', 'p90', 'p7', 'p1'].map((name) => fixesOf(folder, name));
    assert.deepEqual(fixes, [['2.0.0'], ['9.0.0'], [], ['1.0.0']]);

    log.length = 0;
    const fourth = await update(url, folder, ['osv/npm']);
    assert.equal(fourth.outcomes[0]?.kind, 'unchanged');
  });
});

test('a mirror without single records gives the archive again', async () => {
  const mirror = temporaryFolder();
  const folder = temporaryFolder();
  publish(mirror, osvRecords(10));
  await serve(
    mirror,
    async (url) => {
      await update(url, folder, ['osv/npm']);
      const modified = '2026-02-01T00:00:00Z';
      publish(mirror, {
        ...osvRecords(10),
        'GHSA-3.json': osvRecord('GHSA-3', 'p3', '3.0.0', { modified }),
      });
      await update(url, folder, ['osv/npm']);
      assert.deepEqual(fixesOf(folder, 'p3'), ['3.0.0']);
    },
    noSingle,
  );
});

test('a download that is cut off goes on where it was, and a busy server is asked again', async () => {
  const mirror = temporaryFolder();
  writeMirror(mirror, {
    'kev/known_exploited_vulnerabilities.json': JSON.stringify({
      vulnerabilities: [
        { cveID: 'CVE-2024-0001', dateAdded: '2025-05-05', notes: 'x'.repeat(200_000) },
      ],
    }),
  });
  const kev = readFileSync(join(mirror, 'kev/known_exploited_vulnerabilities.json'));
  const ranges: (string | undefined)[] = [];
  const cut: Handler = (request, response) => {
    ranges.push(request.headers.range);
    if (ranges.length === 1) {
      response.writeHead(429, { 'retry-after': '2' }).end();
      return true;
    }
    if (ranges.length === 2) {
      response.writeHead(200, { etag: '"a"', 'content-length': kev.length });
      response.write(kev.subarray(0, 100_000), () => response.destroy());
      return true;
    }
    const from = Number(/\d+/.exec(request.headers.range ?? '0')?.[0]);
    response.writeHead(from > 0 ? 206 : 200, { etag: '"a"' }).end(kev.subarray(from));
    return true;
  };
  await serve(
    mirror,
    async (url) => {
      const { outcomes } = await update(url, temporaryFolder(), ['kev']);
      assert.deepEqual(outcomes, [{ kind: 'updated', feed: 'kev', records: 1, skipped: 0 }]);
    },
    cut,
  );
  assert.equal(ranges.length, 3);
  assert.match(ranges[2] ?? '', /^bytes=[1-9]\d*-$/);
});

test('a server that stays busy, refuses or sends a web page leaves what was there', async () => {
  const answers = { 503: 'text/plain', 403: 'text/plain', 200: 'text/html; charset=utf-8' };
  for (const [status, type] of Object.entries(answers)) {
    const always: Handler = (_request, response) => {
      response.writeHead(Number(status), { 'content-type': type }).end('<html>busy</html>');
      return true;
    };
    await serve(
      temporaryFolder(),
      async (url) => {
        const { outcomes, snapshot } = await update(url, temporaryFolder(), ['kev']);
        const [outcome] = outcomes;
        assert.ok(outcome?.kind === 'refused');
        assert.equal(outcome.failure.code, 'advisory.fetch.refused');
        assert.equal(snapshot, undefined);
      },
      always,
    );
  }
});

test('a rate limit is waited for, and a mirror answers where the first one does not', async () => {
  const kev = JSON.stringify({
    vulnerabilities: [{ cveID: 'CVE-2024-0001', dateAdded: '2025-05-05' }],
  });
  const mirror = temporaryFolder();
  writeMirror(mirror, { 'kev/known_exploited_vulnerabilities.json': kev });
  let limited = 2;
  const asked: string[] = [];
  const limits: Handler = (_request, response) => {
    asked.push('asked');
    if (limited <= 0) return false;
    limited -= 1;
    response.writeHead(403, { 'x-ratelimit-remaining': '0', 'retry-after': '1' }).end();
    return true;
  };
  await serve(
    mirror,
    async (url) => {
      const { outcomes } = await update(url, temporaryFolder(), ['kev']);
      assert.equal(outcomes[0]?.kind, 'updated');
      assert.equal(asked.length, 3);
      limited = 99;
      const transport = transportFor(`${url}, ${mirror}`, { sleep: () => Promise.resolve() });
      const folder = temporaryFolder();
      const updated = await updateFeeds({ folder, feeds: ['kev'], transport, clock: CLOCK });
      assert.ok(updated.ok);
      assert.equal(updated.value.outcomes[0]?.kind, 'updated');
      const alone = transportFor(url, { sleep: () => Promise.resolve() });
      const refused = await updateFeeds({ folder, feeds: ['kev'], transport: alone, clock: CLOCK });
      assert.ok(refused.ok);
      assert.equal(refused.value.outcomes[0]?.kind, 'refused');
      assert.equal(refused.value.snapshot?.number, 1);
    },
    limits,
  );
});

test('one attempt asks once, and the feed is known as refused for a while', async () => {
  const folder = temporaryFolder();
  let asked = 0;
  await serve(
    temporaryFolder(),
    async (url) => {
      const transport = httpTransport({ mirror: url, attempts: 1 });
      const updated = await updateFeeds({ folder, feeds: ['osv/npm'], transport, clock: CLOCK });
      assert.ok(updated.ok);
      assert.equal(updated.value.outcomes[0]?.kind, 'refused');
    },
    (_request, response) => {
      asked += 1;
      response.writeHead(503).end();
      return true;
    },
  );
  assert.equal(asked, 1);
  const now = CLOCK.now();
  assert.deepEqual([...refusedLately(folder, now + 1000, 60_000)], ['osv/npm']);
  assert.deepEqual([...refusedLately(folder, now + 61_000, 60_000)], []);
});
