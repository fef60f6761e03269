import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import type { Digest } from '../model/index.ts';
import { COMPLETE, asking, claimed, digest, world } from './analyses-world.contract.ts';

test('images whose tags moved on count for nothing when a snapshot is weighed', async (t) => {
  const { database, records, repository } = await world(t);
  for (const letter of ['1', '2', '3']) {
    await records.request(asking(repository, letter));
    await records.finish(await claimed(records, letter), COMPLETE);
  }
  await sql`update repository_images set is_current = true where analysis_id in (
    select id from analyses where digest in (${digest('1')}, ${digest('2')}))`.execute(
    database.kysely,
  );
  assert.deepEqual(await records.currentItemSets(5), [{ digest: digest('1'), images: 2 }]);
});

test('results of sets that were looked at agree with the later snapshot, or wait again', async (t) => {
  const { database, records, repository } = await world(t);
  for (const [at, letter] of ['1', '2', '3'].entries()) {
    await records.request(asking(repository, letter));
    const made = COMPLETE.made && { ...COMPLETE.made, itemSet: digest(String(at + 4)) };
    await records.finish(await claimed(records, letter), { ...COMPLETE, ...(made && { made }) });
  }
  // Results are numbered by their item sets, which are kept beside them.
  await sql`update repository_images set is_current = true`.execute(database.kysely);
  await sql`update repositories set analysis_active = true`.execute(database.kysely);
  await sql`update analysis_requests set tag = null`.execute(database.kysely);
  await sql`update analyses set item_set_id = right(item_set, 1)::integer`.execute(database.kysely);
  const [from, to] = [digest('f'), digest('d')];
  const agreeing = (snapshot: Digest, after = 0) =>
    records.setsAgreeing({ snapshot, after, limit: 2 });
  assert.deepEqual(await records.staleSnapshots(to), [from]);
  assert.deepEqual(await agreeing(from), [4, 5]);
  assert.deepEqual(await agreeing(from, 5), [6]);
  const queued = await records.setsChecked({ from, to, touched: [5], untouched: [4] });
  assert.deepEqual(
    queued.map((one) => one.digest),
    [digest('2')],
  );
  assert.deepEqual(await agreeing(from), [6]);
  assert.deepEqual(await agreeing(to), [4]);
  assert.deepEqual(await records.itemsOf([99]), []);
  assert.deepEqual(await records.setsNaming([4, 5, 6], ['CVE-2021-1']), []);
});
