import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogerTests } from '../cataloger.contract.ts';
import { layerFile } from '../layer-file.ts';
import { binary } from './catalog-binary.ts';
import { findVersion } from './find-version.ts';
import { PRODUCTS } from './products/index.ts';

const NGINX = Buffer.from('\x7fELF\0\0nginx version: nginx/1.25.1\n\0OpenSSL 3.0.9 30 May 2023\0');
const PYTHON = Buffer.from('\0\x003.11.2\0%.80s (%.80s) %.80s\0');

catalogerTests(binary, [
  { 'usr/sbin/nginx': NGINX },
  { 'opt/python/lib/libpython3.11.so.1.0': PYTHON, 'opt/python/bin/python3.11': PYTHON },
]);

test('a version in the bytes is told, as a guess by strings', async () => {
  const { findings } = await binary.catalog([layerFile('usr/sbin/nginx', [NGINX])]);
  const [found] = findings.flatMap(({ packages }) => packages);
  assert.equal(`${found?.name} ${found?.version}`, 'nginx 1.25.1');
  assert.equal(`${found?.evidence} ${found?.confidence}`, 'strings heuristic');
});

test('a program whose bytes name several versions is left out, and the reader is told', async () => {
  const two = Buffer.concat([NGINX, Buffer.from('nginx version: nginx/1.9.0\n')]);
  const { findings, diagnostics } = await binary.catalog([layerFile('nginx', [two])]);
  assert.deepEqual(findings, []);
  assert.deepEqual(
    diagnostics.map(({ code, path }) => `${code} ${path}`),
    ['generic.binary.version-unsure nginx'],
  );
});

test('a text that was written to be searched for ever is given up, in time', async () => {
  const hostile = Buffer.from('PostgreSQL 1.1 ('.repeat(400_000));
  const { findings, diagnostics } = await binary.catalog([layerFile('postgres', [hostile])]);
  assert.deepEqual(findings, []);
  assert.equal(diagnostics.length, 1);
});

test('a version across the border of two pieces is found once', () => {
  const border = 256 * 1024;
  const bytes = Buffer.alloc(border * 2, 1);
  bytes.write('\x001.22.3\0', border - 4, 'latin1');
  const { view } = layerFile('envoy', [bytes.subarray(0, border), bytes.subarray(border)]);
  const patterns = [{ anywhere: /\0(?<version>1\.\d{1,2}\.\d{1,2})\0/g }];
  assert.deepEqual(findVersion(view, patterns, undefined), { kind: 'one', version: '1.22.3' });
});

test('the table names at least 80 products, each once, with whose advisories are theirs', () => {
  const names = PRODUCTS.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  assert.ok(names.length >= 80, `${names.length}`);
  for (const { name, cpes, programs } of PRODUCTS) {
    assert.ok(
      cpes.every((cpe) => /^[\w.+/-]+:[\w.+/-]+$/.test(cpe)),
      name,
    );
    for (const { versions } of programs) {
      for (const pattern of versions) {
        const expression = 'anchor' in pattern ? pattern.version : pattern.anywhere;
        assert.ok(expression.source.includes('(?<version>'), name);
        assert.equal(expression.flags, 'anchor' in pattern ? '' : 'g', name);
      }
    }
  }
});
