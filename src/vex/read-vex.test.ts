import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { mutatedDocument, mutationTest } from '../mutated.contract.ts';
import { typicalReport } from '../report/sample-reports.contract.ts';
import { applyVex } from './apply-vex.ts';
import { readVex } from './read-vex.ts';
import { cycloneDxVex, csafVex, documentOf, openVex } from './samples.contract.ts';

const RED_HAT = join(
  import.meta.dirname,
  '../../../shared/feeds/redhat-vex/redhat-vex-samples.tar.zst',
);

test('a statement without vulnerability, product or reason is not taken, and told once a kind', () => {
  const { statements, diagnostics } = documentOf(
    openVex(
      { vulnerability: { name: 'CVE-1' }, products: ['pkg:npm/a'], status: 'not_affected' },
      { vulnerability: { name: 'CVE-2' }, products: ['pkg:npm/a'], status: 'not_affected' },
      { vulnerability: { name: 'CVE-3' }, products: ['Acme Shop'], status: 'fixed' },
      { products: ['pkg:npm/a'], status: 'fixed' },
      { vulnerability: { name: 'CVE-4' }, products: ['pkg:npm/a'], status: 'fixed' },
    ),
  );
  assert.deepEqual(
    statements.map(({ ids }) => ids[0]),
    ['CVE-4'],
  );
  assert.deepEqual(
    diagnostics.map(({ message }) => message),
    [
      'a.json: the statement on CVE-1 says not affected and gives no justification, and 1 more: not taken',
      'a.json: the statement on CVE-3 names no product by purl or digest: not taken',
      'a.json: the statement on nothing names no vulnerability: not taken',
    ],
  );
});

test('OpenVEX in an in-toto statement is read', () => {
  const predicate = openVex({
    vulnerability: 'CVE-1',
    products: ['pkg:npm/a'],
    status: 'fixed',
  });
  const attestation = { predicateType: 'https://openvex.dev/ns/v0.2.0', predicate };
  assert.equal(documentOf(attestation).statements.length, 1);
});

for (const [what, text, why] of [
  ['a text', 'hello', /not JSON/],
  ['another JSON', '{"a":1}', /neither OpenVEX nor CSAF nor CycloneDX/],
  ['JSON nested too deep', '['.repeat(200) + ']'.repeat(200), /nested/],
  ['an empty file', '', /not JSON/],
] as const) {
  test(`${what} is no VEX document, and the message says why`, () => {
    const read = readVex(Buffer.from(text), 'a.json');
    assert.ok(!read.ok);
    assert.equal(read.error.code, 'vex.unreadable');
    assert.match(read.error.message, why);
  });
}

test("Red Hat's own documents are read: what is fixed where carries its version", (context) => {
  if (!existsSync(RED_HAT)) {
    assert.notEqual(process.env['CI'], 'true', `${RED_HAT} is absent`);
    context.skip(`${RED_HAT} is absent: Red Hat's documents were NOT read`);
    return;
  }
  const list = execFileSync('tar', ['--zstd', '-tf', RED_HAT], { encoding: 'utf8' }).split('\n');
  const names = list.filter((name) => /cve-[^/]*\.json$/.test(name));
  assert.ok(names.length > 0);
  const counts = new Map<string, number>();
  for (const name of names) {
    const bytes = execFileSync('tar', ['--zstd', '-xOf', RED_HAT, name], { maxBuffer: 2 ** 28 });
    const read = readVex(bytes, name);
    assert.ok(read.ok, name);
    for (const { claim } of read.value.statements) {
      counts.set(claim.status, (counts.get(claim.status) ?? 0) + 1);
    }
  }
  context.diagnostic(JSON.stringify(Object.fromEntries(counts)));
  assert.ok((counts.get('fixed') ?? 0) > 0, 'fixed packages carry their version');
});

const SAMPLES = [
  openVex({
    vulnerability: { name: 'CVE-1', aliases: ['GHSA-1'] },
    products: [{ '@id': 'pkg:npm/a', subcomponents: [{ '@id': 'pkg:npm/b' }] }],
    status: 'fixed',
  }),
  cycloneDxVex({ state: 'resolved' }),
  csafVex({ purl: 'pkg:oci/a' }, { fixed: ['shop:lodash'] }),
].map((sample) => JSON.stringify(sample));

mutationTest(
  'VEX documents',
  (random) => mutatedDocument(SAMPLES, random),
  (bytes) => {
    const read = readVex(bytes, 'a.json');
    if (!read.ok) return 'refused';
    applyVex(typicalReport(), [read.value], { digests: [] });
    return read.value.statements.length > 0 ? 'read' : 'empty';
  },
  ['read', 'empty', 'refused'],
);
