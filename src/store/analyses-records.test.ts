import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { sql } from 'kysely';
import { announcer } from './analyses-announcer.ts';
import { findingRecords } from './analyses-findings.ts';
import {
  COMPLETE,
  asking,
  claimed,
  digest,
  repositoryIn,
  world,
} from './analyses-world.contract.ts';
import { openNotifications } from './notifications.ts';
import { QUIET } from './test-database.contract.ts';

const PRESENT = { analyzer: 'a1', match: 'm1', snapshot: digest('f') };

const FAILED = {
  kind: 'failed',
  code: 'image.tar.truncated',
  message: '',
  attempt: 1,
  requestId: 'r',
} as const;

test('whoever lost the lease writes nothing any more', async (t) => {
  const { database, records, repository } = await world(t);
  await records.request(asking(repository, '1'));
  const stale = await claimed(records, '1');
  assert.deepEqual((await records.claim(digest('1'), randomUUID(), 8000)).kind, 'later');
  await sql`update analyses set leased_until = now() - interval '1 second'`.execute(
    database.kysely,
  );
  const fresh = await claimed(records, '1');
  assert.equal(await records.keepLease(stale, { phase: 'matching' }), false);
  assert.equal(await records.postpone(stale, { afterMs: 0 }), false);
  assert.equal(await records.finish(stale, COMPLETE), false);
  assert.equal(await records.finish(fresh, COMPLETE), true);
  assert.equal(await records.finish(fresh, COMPLETE), false);
  const [row] = await records.states(repository, [digest('1')]);
  assert.deepEqual([row?.generation, row?.ending], [1, { kind: 'complete' }]);
});

test('the end of a run is told with it, whatever becomes of the process', async (t) => {
  const { database, records, repository } = await world(t);
  const notifications = openNotifications(database.url, QUIET);
  t.after(() => notifications.close());
  const heard = Promise.withResolvers<unknown>();
  await announcer(database.kysely, notifications).listen((notice) => {
    if (notice) heard.resolve(notice);
  });
  await records.request(asking(repository, '1'));
  const lease = await claimed(records, '1');
  assert.equal(await records.finish({ ...lease, id: randomUUID() }, COMPLETE), false);
  assert.equal(await records.finish(lease, COMPLETE), true);
  assert.deepEqual(await heard.promise, { kind: 'analysis', digest: digest('1') });
});

test('a process that is lost is counted, trouble that passes is not, trouble that counts is', async (t) => {
  const { database, records, repository } = await world(t);
  await records.request(asking(repository, '1'));
  await records.postpone(await claimed(records, '1'), { afterMs: 0 });
  const trouble = { code: 'analyzer.worker.died', message: 'it died' };
  await records.postpone(await claimed(records, '1'), { afterMs: 0, trouble });
  await claimed(records, '1');
  await sql`update analyses set leased_until = now() - interval '1 second'`.execute(
    database.kysely,
  );
  assert.deepEqual(
    (await records.overdue(10)).map((queued) => queued.digest),
    [digest('1')],
  );
  const claim = await records.claim(digest('1'), randomUUID(), 8000);
  assert.ok(claim.kind === 'claimed');
  assert.deepEqual([claim.attempt, claim.losses], [1, 1]);
});

test('an image known to the instance is answered at once; a later revision is not', async (t) => {
  const { records, repository } = await world(t);
  await records.request(asking(repository, '1'));
  await records.finish(await claimed(records, '1'), COMPLETE);
  const again = await records.request({ ...asking(repository, '1'), present: PRESENT });
  assert.deepEqual(
    again.map(({ isWaiting }) => isWaiting),
    [false],
  );
  const later = { ...PRESENT, analyzer: 'a2' };
  const newer = await records.request({ ...asking(repository, '1'), present: later });
  assert.deepEqual(
    newer.map(({ isWaiting }) => isWaiting),
    [true],
  );
  const [row] = await records.states(repository, [digest('1')]);
  assert.deepEqual([row?.phase, row?.result], ['queued', { kind: 'complete' }]);
});

test("one namespace's hundred images do not stand before another's first", async (t) => {
  const { records, repository, database } = await world(t);
  const other = await repositoryIn(database, 'other/app');
  const names = Array.from({ length: 100 }, (_, at) => (at + 16).toString(16));
  await records.request(asking(repository, ...names));
  const backFill = { ...asking(other, 'aaa'), isInteractive: false, cause: 'back_fill' } as const;
  await records.request(backFill);
  await records.request(asking(other, 'bbb'));
  const positions = await records.states(other, [digest('aaa'), digest('bbb')]);
  const byDigest = new Map(positions.map((row) => [row.digest, row.position]));
  assert.equal(byDigest.get(digest('bbb')), 2);
  assert.equal(byDigest.get(digest('aaa')), 102);
});

test('what one repository cancels goes on for another that asked too', async (t) => {
  const { records, repository, database } = await world(t);
  const other = await repositoryIn(database, 'other/app');
  const by = { name: 'alice', requestId: 'r' };
  await records.request(asking(repository, '1'));
  await records.request(asking(other, '1'));
  await records.cancel({ repositoryIds: [repository], by });
  const [mine] = await records.states(repository, [digest('1')]);
  const [theirs] = await records.states(other, [digest('1')]);
  assert.deepEqual(mine?.cancelled, { kind: 'cancelled', by: 'alice' });
  assert.deepEqual([theirs?.phase, theirs?.cancelled], ['queued', undefined]);
  await records.cancel({ repositoryIds: [other], by });
  const [ended] = await records.states(other, [digest('1')]);
  assert.equal(ended?.phase, 'resting');
  assert.equal((await records.claim(digest('1'), randomUUID(), 8000)).kind, 'none');
});

test('a push is taken once, and its images asked for with it', async (t) => {
  const { records, repository, database } = await world(t);
  await sql`insert into push_events (repository_id, digest, tag, actor, at)
    values (${repository}, ${digest('1')}, 'latest', 'alice', now())`.execute(database.kysely);
  const [push] = await records.pendingPushes(0, 10);
  assert.ok(push);
  const digests = [digest('1'), digest('2')];
  assert.deepEqual(await records.placesToCome(repository, digests), new Map([[digest('1'), 1]]));
  const { wanted } = asking(repository, '1');
  const both = await Promise.all([1, 2].map(() => records.takePush(push, wanted, PRESENT)));
  assert.equal(both.filter((taken) => taken?.length === 1).length, 1);
  assert.deepEqual(await records.pendingPushes(0, 10), []);
  assert.equal((await records.placesToCome(repository, digests)).size, 0);
  assert.equal((await records.history(repository, digest('1'))).length, 1);
});

test('of pushes of one tag in quick succession the last is first; others keep their place', async (t) => {
  const { records, repository, database } = await world(t);
  const push = async (tag: string, name: string): Promise<void> => {
    await sql`insert into push_events (repository_id, digest, tag, actor, at)
      values (${repository}, ${digest(name)}, ${tag}, 'alice', now())`.execute(database.kysely);
    for (const event of await records.pendingPushes(0, 10)) {
      await records.takePush(event, asking(repository, name).wanted, PRESENT);
    }
  };
  // 1 is begun with, 2 another tag asked for too, 3 nobody wants any more but for its result.
  await push('latest', '1');
  const begun = await claimed(records, '1');
  await push('latest', '2');
  await push('stable', '2');
  await push('latest', '3');
  await push('other', '5');
  await push('latest', '4');
  const digests = ['1', '2', '3', '4', '5'].map(digest);
  const states = async () => {
    const rows = await records.states(repository, digests);
    const byDigest = new Map(rows.map((row) => [row.digest, row]));
    return digests.map((one) => {
      const { phase, position } = byDigest.get(one) ?? {};
      return [phase, position];
    });
  };
  assert.deepEqual(await states(), [
    ['analyzing', 0],
    ['queued', 1],
    ['queued', 4],
    ['queued', 3],
    ['queued', 2],
  ]);
  assert.equal(await records.finish(begun, COMPLETE), true);
  // Pointed to again, it is what people wait for.
  await push('latest', '3');
  const [, , again] = await states();
  assert.notDeepEqual(again, ['queued', 4]);
  for (const name of ['2', '3', '4', '5'])
    await records.finish(await claimed(records, name), COMPLETE);
  assert.ok(
    (await records.states(repository, digests)).every(({ generation }) => generation === 1),
  );
});

test('another analyzer tries again what failed under the one before', async (t) => {
  const { records, repository, database } = await world(t);
  await records.request(asking(repository, '1'));
  await records.finish(await claimed(records, '1'), { state: FAILED, revision: 'a1', tookMs: 1 });
  assert.deepEqual(await records.requeueFailed('a1'), []);
  assert.equal((await records.requeueFailed('a2')).length, 1);
  await records.finish(await claimed(records, '1'), COMPLETE);
  const unnoted = await findingRecords(database.kysely).unnoted(digest('1'));
  assert.deepEqual(
    unnoted.map(({ cause }) => cause),
    ['revision'],
    'its findings are noted in the repository that asked once',
  );
});

test('what failed is listed with its reason, page by page, and asked for again by who wants it', async (t) => {
  const { records, repository, database } = await world(t);
  const other = await repositoryIn(database, 'other/app');
  const state = { ...FAILED, message: 'cut off' } as const;
  for (const name of ['1', '2', '3']) {
    await records.request(asking(repository, name));
    await records.finish(await claimed(records, name), { state, revision: 'a1', tookMs: 1 });
  }
  await records.request(asking(other, '4'));
  const query = { show: 'failed', search: '', order: 'oldest', limit: 2 } as const;
  const first = await records.troubled(query);
  const last = first.at(-1);
  assert.ok(last?.endedAt);
  const rest = await records.troubled({ ...query, after: last.at });
  assert.deepEqual(
    [...first, ...rest].map((row) => row.digest),
    [digest('1'), digest('2'), digest('3')],
  );
  const backwards = await records.troubled({ ...query, order: 'newest', after: last.at });
  assert.deepEqual(
    backwards.map((row) => row.digest),
    [digest('1')],
  );
  assert.equal((await records.troubled({ ...query, search: 'other' })).length, 0);
  assert.equal((await records.troubled({ ...query, search: digest('2') })).length, 1);
  const by = { name: 'root', requestId: 'r-9' };
  const again = await records.retry([digest('1'), digest('4')], by);
  assert.deepEqual(
    again.map((one) => one.digest),
    [digest('1')],
    'what is due already is left as it is',
  );
  const [entry] = await records.history(repository, digest('1'));
  assert.deepEqual([entry?.cause, entry?.by, entry?.answer], ['rerun', 'root', undefined]);
  await sql`update repositories set analysis_active = false`.execute(database.kysely);
  assert.deepEqual(await records.retry(undefined, by), [], 'nobody wants it any more');
});

test('who waits for another try, too long, or lost its process is stuck', async (t) => {
  const { records, repository, database } = await world(t);
  await records.request(asking(repository, '1', '2', '3', '4'));
  const trouble = { code: 'analyzer.worker.died', message: 'it died' };
  await records.postpone(await claimed(records, '1'), { afterMs: 60_000, trouble });
  await sql`update analyses set due_at = now() - interval '11 minutes'
    where digest = ${digest('2')}`.execute(database.kysely);
  await claimed(records, '3');
  await sql`update analyses set leased_until = now() - interval '1 minute'
    where digest = ${digest('3')}`.execute(database.kysely);
  const stuck = await records.troubled({ show: 'stuck', search: '', order: 'oldest', limit: 9 });
  assert.deepEqual(
    stuck.map((row) => row.digest),
    [digest('1'), digest('2'), digest('3')],
  );
  const [tried, late, left] = stuck;
  assert.equal(tried?.trouble?.message, 'it died');
  assert.ok((late?.dueForMs ?? 0) >= 660_000 && (left?.leaseOverMs ?? 0) >= 60_000);
  const again = await records.retry([digest('1')], { name: 'root', requestId: 'r' });
  assert.equal(again.length, 1);
  assert.equal((await claimed(records, '1')).digest, digest('1'));
});

test('an administrator cancels whoever asked for it', async (t) => {
  const { records, repository, database } = await world(t);
  const other = await repositoryIn(database, 'other/app');
  const by = { name: 'root', requestId: 'r' };
  await records.request(asking(repository, '1'));
  await records.request(asking(other, '1', '2'));
  assert.deepEqual(await records.cancel({ digests: [digest('1')], by }), [digest('1')]);
  for (const id of [repository, other]) {
    const [row] = await records.states(id, [digest('1')]);
    assert.deepEqual(row?.cancelled, { kind: 'cancelled', by: 'root' });
  }
  assert.deepEqual(await records.cancel({ by }), [digest('2')]);
});

test('findings keep their first day, and are noted once for a request', async (t) => {
  const { records, repository, database } = await world(t);
  const findings = findingRecords(database.kysely);
  await records.request(asking(repository, '1'));
  await records.finish(await claimed(records, '1'), COMPLETE);
  const [request] = await findings.unnoted(digest('1'));
  assert.ok(request);
  const finding = {
    vulnerability: 'CVE-2021-1',
    packageType: 'npm',
    packageName: 'x',
    severity: 'high',
  } as const;
  const { requestId, repositoryId, tag, cause } = request;
  const notes = { requestId, repositoryId, tag, cause, digest: digest('1') };
  const before = digest('2');
  const counts = COMPLETE.made?.summary.bySeverity;
  assert.ok(counts);
  const change = { opened: { ...counts, high: 1 }, closed: counts };
  const all = { ...notes, before, change, opened: [finding], closed: [], seen: [finding] };
  await Promise.all([findings.note(all), findings.note(all)]);
  const { rows } = await sql<{ events: number; findings: number }>`
    select (select count(*) from finding_events) as events,
      (select count(*) from findings) as findings`.execute(database.kysely);
  assert.deepEqual(rows, [{ events: 1, findings: 1 }]);
  assert.deepEqual(await findings.unnoted(digest('1')), []);
  const last = await findings.lastChange(repository, 'latest', digest('1'));
  assert.deepEqual([last?.before, last?.opened, last?.closed], [before, change.opened, counts]);
  const { severity: _, ...name } = finding;
  assert.deepEqual(await findings.openedBy(last?.requestId ?? 0), [name]);
  assert.equal(await findings.lastChange(repository, 'other', digest('1')), undefined);
  const [entry] = await records.history(repository, digest('1'));
  assert.deepEqual(entry?.change, { before, ...change });
});
