import assert from 'node:assert/strict';
import { test } from 'node:test';

import { formatReference, parseReference } from './reference.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;

const READ: readonly (readonly [text: string, whole: string])[] = [
  ['alpine', 'docker.io/library/alpine:latest'],
  ['alpine:3.18', 'docker.io/library/alpine:3.18'],
  ['library/alpine', 'docker.io/library/alpine:latest'],
  ['docker.io/alpine', 'docker.io/library/alpine:latest'],
  ['index.docker.io/org/app', 'docker.io/org/app:latest'],
  ['org/app', 'docker.io/org/app:latest'],
  ['localhost/app', 'localhost/app:latest'],
  ['localhost:5000/app:1', 'localhost:5000/app:1'],
  ['[::1]:5000/app', '[::1]:5000/app:latest'],
  ['ghcr.io/a/b/c/d:v1.2_x', 'ghcr.io/a/b/c/d:v1.2_x'],
  [`quay.io/a/b@${DIGEST}`, `quay.io/a/b@${DIGEST}`],
  [`alpine:3@${DIGEST}`, `docker.io/library/alpine:3@${DIGEST}`],
];

for (const [text, whole] of READ) {
  test(`${text} is ${whole}`, () => {
    const parsed = parseReference(text);
    assert.ok(parsed.ok);
    assert.equal(formatReference(parsed.value), whole);
  });
}

const REFUSED: readonly (readonly [text: string, problem: RegExp])[] = [
  ['', /is empty/],
  ['Alpine', /upper-case/],
  ['alpine:', /no tag/],
  ['alpine:a b', /no tag/],
  ['alpine@sha256:abc', /no digest/],
  ['ghcr.io/', /no repository name|is empty/],
  ['ghcr.io//app', /is empty/],
  ['a..b/c', /no host name/],
  ['../etc/passwd', /no host name/],
  [`x/${'a'.repeat(256)}`, /longer than 255/],
];

for (const [text, problem] of REFUSED) {
  test(`"${text.slice(0, 30)}" is no reference: ${problem.source}`, () => {
    const parsed = parseReference(text);
    assert.ok(!parsed.ok);
    assert.match(parsed.error.message, problem);
  });
}

test('a hostile reference is refused in linear time', () => {
  for (const text of ['a-'.repeat(100_000), `${'a'.repeat(200_000)}/b`, 'a.'.repeat(100_000)]) {
    assert.ok(!parseReference(text).ok);
  }
});
