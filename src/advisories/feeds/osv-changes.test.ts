import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { ok } from '../../base/index.ts';
import { mutatedText, mutationTest } from '../../mutated.contract.ts';
import { LocalCopies } from './local-copies.ts';
import { osvRecord, temporaryFolder } from './mirror.contract.ts';
import { obtainOsv } from './osv-changes.ts';
import { CHANGES, osvFeed } from './osv-feed.ts';
import type { FeedTransport } from './transport.ts';

const LIST = ['2026-01-02T00:00:00Z,GHSA-1', '2026-01-01T00:00:00.5Z,GO-2026-2', 'x'].join('\n');
const COPIES = new LocalCopies(temporaryFolder());
for (const [name, text] of [
  ['all.zip', 'not read here'],
  ['modified_id.csv', LIST],
] as const) {
  const aside = COPIES.asideOf(`osv/npm/${name}`);
  writeFileSync(aside, text);
  COPIES.accept(`osv/npm/${name}`, aside, true, 'first');
}

mutationTest(
  'lists of changed records',
  (random) => mutatedText([LIST], random),
  async (list) => {
    const asked: string[] = [];
    const transport: FeedTransport = {
      origin: 'here',
      hasSingleRecords: true,
      obtain: ({ path }, _known, aside) => {
        const id = path.replace(/^osv\/npm\/|\.json$/g, '');
        asked.push(id);
        writeFileSync(aside, path.endsWith('.csv') ? list : osvRecord(id, 'p', '2.0.0'));
        const fingerprint = String(asked.length);
        return Promise.resolve(ok({ kind: 'changed', path: aside, isAside: true, fingerprint }));
      },
    };
    const context = { copies: COPIES, transport };
    const obtained = await obtainOsv(osvFeed('osv', 'npm'), 'npm', context);
    assert.ok(obtained.ok);
    for (const id of asked) assert.match(id, /^[\w:.-]+$/);
    const changes = obtained.value.files.get(`osv/npm/${CHANGES}`);
    assert.ok(changes !== undefined, 'the archive was fetched anew');
    return readFileSync(changes, 'utf8').includes('isRemoved') ? 'removed' : 'read';
  },
  ['removed', 'read'],
);
