import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRater } from '../severity.ts';
import { parseRedHatVex } from './red-hat-vex.ts';

interface Part {
  readonly cpe?: string;
  readonly purl?: string;
}

const RHEL9 = 'cpe:/o:redhat:enterprise_linux:9::baseos';

/** A document on CVE-2024-1234, typed by hand: its products, and which of them has which status. */
function vex(
  products: Readonly<Record<string, Part>>,
  statuses: Readonly<Record<string, readonly string[]>>,
  more: object = {},
): Buffer {
  const branches = Object.entries(products).map(([id, helper]) => ({
    product: { product_id: id, product_identification_helper: helper },
  }));
  const relationships = Object.values(statuses)
    .flat()
    .map((id) => {
      const colon = id.indexOf(':');
      return {
        full_product_name: { product_id: id },
        product_reference: id.slice(colon + 1),
        relates_to_product_reference: id.slice(0, colon),
      };
    });
  return Buffer.from(
    JSON.stringify({
      document: { tracking: { id: 'CVE-2024-1234' }, aggregate_severity: { text: 'Important' } },
      product_tree: { branches: [{ branches }], relationships },
      vulnerabilities: [{ cve: 'CVE-2024-1234', product_status: statuses, ...more }],
    }),
  );
}

function entriesOf(bytes: Buffer): readonly string[] {
  const read = parseRedHatVex(bytes, 'x', createRater());
  assert.ok(read.ok);
  return read.value.advisory.affected.map(
    ({ namespace, name, module, status, ranges, architectures }) =>
      [
        namespace.replace('Red Hat:', ''),
        module === undefined ? name : `${module}/${name}`,
        status,
        ...ranges.flat().flatMap(({ kind, version }) => (kind === 'fixed' ? version : [])),
        `[${architectures.join()}]`,
      ].join(' '),
  );
}

const NINE = { nine: { cpe: RHEL9 } };

test('of several fixes for one minor release the last counts; those for others stay', () => {
  const builds = ['1-2.el9_2', '1-10.el9_2', '1-20.el9_4', '1-20.el9_4'];
  const products = Object.fromEntries(
    builds.map((version, index) => [
      `a${index}`,
      { purl: `pkg:rpm/redhat/a@${version}?arch=${index === 3 ? 'aarch64' : 'x86_64'}` },
    ]),
  );
  const fixed = Object.keys(products).map((id) => `nine:${id}`);
  assert.deepEqual(entriesOf(vex({ ...NINE, ...products }, { fixed })), [
    'enterprise_linux:9::baseos a fix_available 1-10.el9_2 [x86_64]',
    'enterprise_linux:9::baseos a fix_available 1-20.el9_4 [aarch64,x86_64]',
  ]);
});

test('a source package is meant where a document names it, and in old ones that name none', () => {
  const binary = { purl: 'pkg:rpm/redhat/a' };
  const source = { purl: 'pkg:rpm/redhat/a?arch=src' };
  const other = { purl: 'pkg:rpm/redhat/a-libs' };
  const products = { ...NINE, a: binary, 'a.src': source, 'a-libs': other };
  assert.deepEqual(entriesOf(vex(products, { known_affected: ['nine:a', 'nine:a-libs'] })), [
    'enterprise_linux:9::baseos a affected []',
    'enterprise_linux:9::baseos a-libs affected []',
  ]);
  assert.deepEqual(entriesOf(vex(products, { known_affected: ['nine:a-libs', 'nine:a.src'] })), [
    'enterprise_linux:9::baseos a-libs affected [noarch]',
    'enterprise_linux:9::baseos a affected [src]',
  ]);
});

test('products that no image is matched by, symbols, and what is no rpm package are left out', () => {
  const products = {
    ...NINE,
    other: { cpe: 'cpe:/a:redhat:openshift:4.16::el9' },
    desktop: { cpe: 'cpe:/o:redhat:enterprise_linux:7::workstation' },
    a: { purl: 'pkg:rpm/redhat/a@1-2?arch=x86_64' },
    debug: { purl: 'pkg:rpm/redhat/a-debuginfo@1-2?arch=x86_64' },
    image: { purl: 'pkg:oci/a?tag=1' },
    nothing: {},
  };
  const fixed = ['other:a', 'desktop:a', 'nine:debug', 'nine:image', 'nine:nothing'];
  assert.deepEqual(entriesOf(vex(products, { fixed })), []);
});

test('a package whose module cannot be read is left out, and said so once', () => {
  const bad = { purl: 'pkg:rpm/redhat/a@1-2?arch=x86_64&rpmmod=rhel10' };
  const products = { ...NINE, a: bad, b: bad, c: { purl: 'pkg:rpm/redhat/c' } };
  const read = parseRedHatVex(
    vex(products, { known_affected: ['nine:a', 'nine:b', 'nine:c'] }),
    'x',
    createRater(),
  );
  assert.ok(read.ok);
  assert.deepEqual(
    [
      read.value.advisory.affected.map(({ name }) => name),
      read.value.skipped.map(({ code }) => code),
    ],
    [['c'], ['advisory.csaf.bad-package']],
  );
});

test('a deleted document is no advisory on anything; one without an id is left out', () => {
  const deleted = { document: { tracking: { id: 'CVE-2023-0030', status: 'deleted' } } };
  const read = parseRedHatVex(Buffer.from(JSON.stringify(deleted)), 'x', createRater());
  assert.ok(read.ok && read.value.advisory.affected.length === 0);
  for (const text of ['{}', '[]', 'x', '{"document":{"tracking":{"id":"RHSA-1"}}}']) {
    assert.equal(parseRedHatVex(Buffer.from(text), 'x', createRater()).ok, false, text);
  }
});

test('a package with a fix in a product has no other status there', () => {
  const products = {
    ...NINE,
    a: { purl: 'pkg:rpm/redhat/a@1-2.el9?arch=x86_64' },
    b: { purl: 'pkg:rpm/redhat/a' },
  };
  assert.deepEqual(
    entriesOf(vex(products, { fixed: ['nine:a'], known_not_affected: ['nine:b'] })),
    ['enterprise_linux:9::baseos a fix_available 1-2.el9 [x86_64]'],
  );
});
