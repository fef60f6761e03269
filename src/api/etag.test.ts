import assert from 'node:assert/strict';
import { test } from 'node:test';
import { etagOf, isUnchanged, requireMatch } from './etag.ts';

test('If-None-Match names the tag, alone, in a list, weakly, or as anything', () => {
  const etag = etagOf('{"a":1}');
  for (const header of [etag, `"x", ${etag}`, `W/${etag}`, '*']) {
    assert.ok(isUnchanged(header, etag), header);
  }
  for (const header of [undefined, '', '"x"', etagOf('{"a":2}')]) {
    assert.ok(!isUnchanged(header, etag), String(header));
  }
});

test('If-Match refuses what was changed since, and takes no weak tag for a strong one', () => {
  const etag = etagOf('1');
  for (const header of [undefined, '*', etag, `"x", ${etag}`]) requireMatch(header, etag);
  for (const header of ['"x"', `W/${etag}`, etagOf('2')]) {
    assert.throws(() => requireMatch(header, etag), { code: 'resource.changed' });
  }
});
