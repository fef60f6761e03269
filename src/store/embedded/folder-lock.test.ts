import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { taken } from '../test-database.contract.ts';
import { lockFolder } from './folder-lock.ts';

test('a data folder is closed to others, locked once, and free after its release', (t) => {
  const above = mkdtempSync(join(tmpdir(), 'drydock-lock-'));
  t.after(() => rmSync(above, { recursive: true }));
  const folder = join(above, 'new', 'data');
  const lock = taken(lockFolder(folder));
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  const refused = lockFolder(folder);
  assert.ok(!refused.ok);
  assert.match(refused.error.message, new RegExp(`in use by process ${process.pid} on `));
  lock.release();
  taken(lockFolder(folder)).release();
});
