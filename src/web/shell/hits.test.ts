import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hitsOf } from './hits.ts';

test('what is found leads to its page, a repository with slashes in its name too', () => {
  const hits = hitsOf({
    repositories: [{ name: 'acme/team/shop' }],
    tags: [{ repository: 'acme/shop', tag: '1.4' }],
    packages: [],
    vulnerabilities: [],
  });
  assert.deepEqual(
    hits.map(({ text, kind, place }) => [text, kind, place.params]),
    [
      ['acme/team/shop', 'repository', { ns: 'acme', repo: 'team/shop' }],
      ['acme/shop:1.4', 'tag', { ns: 'acme', repo: 'shop', tag: '1.4' }],
    ],
  );
});
