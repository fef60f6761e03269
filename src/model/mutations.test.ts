import assert from 'node:assert/strict';
import { mutatedText, mutationTest } from '../mutated.contract.ts';
import { parseDigest } from './digest.ts';
import { formatPurl, parseForeignPurl, parsePurl } from './purl.ts';

const PURLS = [
  'pkg:deb/debian/openssl@3.0.11-1?arch=amd64&distro=debian-12',
  'pkg:npm/%40babel/core@7.0.0#a/b',
  'pkg:golang/github.com/a/b@v1.2.3%2Bincompatible',
  'pkg:maven/org.example/a@1.0?classifier=x&type=jar&repository_url=https%3A%2F%2Fx',
  'pkg:oci/a@sha256%3Aaa?repository_url=x/y&tag=1',
  'pkg:pypi/A_b@1.0',
  'pkg:swift/github.com/a/b@1.2.3',
];

mutationTest(
  'purls',
  (random) => mutatedText(PURLS, random),
  (text) => {
    parseForeignPurl(text);
    const parts = parsePurl(text);
    const written = parts && formatPurl(parts);
    if (written === undefined) return 'refused';
    const again = parsePurl(written);
    assert.equal(again && formatPurl(again), written);
    return 'read';
  },
);

mutationTest(
  'digests',
  (random) => mutatedText([`sha256:${'a'.repeat(64)}`, `sha512:${'0'.repeat(128)}`], random),
  (text) => {
    const digest = parseDigest(text);
    if (digest === undefined) return 'refused';
    assert.match(digest, /^sha(?:256|512):[0-9a-f]+$/);
    return 'read';
  },
);
