/** Images made to break an analyzer: each is answered in bounded time, and what was not read is listed. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createAnalyzer } from '../src/analyzer/index.ts';
import { DEFAULT_LIMITS, arrayOf, recordOf } from '../src/base/index.ts';
import { paxHeader, tarFile, tarHeader, tarOf } from '../src/image/tar-builder.ts';
import type { Inventory } from '../src/model/index.ts';
import { inventoryOf } from './corpus.ts';
import { writeLayout } from './layout-of.ts';

const STATUS = 'var/lib/dpkg/status';
const DEBIAN = tarFile('etc/os-release', 'ID=debian\nVERSION_ID="12"\n');
const BASH = stanza('bash', '5.2-1');
const ROOT = join(import.meta.dirname, '..');
const DRYDOCK = join(ROOT, 'bin', 'drydock');
const PATIENCE_MS = 30_000;

/** Layers, the packages that are in them, and the codes of what is said. */
interface Row {
  readonly layers: readonly (readonly Buffer[])[];
  readonly packages: readonly string[];
  readonly codes?: readonly string[];
}

const ROWS: Readonly<Record<string, Row>> = {
  'a chain of 10,000 links to the database': {
    layers: [
      [
        ...chain(10_000, 'var/lib/real'),
        link('var/lib/dpkg', 'l0'),
        file('var/lib/real/status', BASH),
      ],
    ],
    packages: [],
  },
  'a chain as long as Linux follows': {
    layers: [
      [
        ...chain(38, '/var/lib/real'),
        link('var/lib/dpkg', '/l0'),
        file('var/lib/real/status', BASH),
      ],
    ],
    packages: ['bash 5.2-1'],
  },
  'links in circles': {
    layers: [
      [
        link('a', 'b'),
        link('b', 'a'),
        link('var', 'var'),
        file('a/package.json', '{}'),
        file('usr/x', ''),
      ],
    ],
    packages: [],
  },
  'links out of the image': {
    layers: [
      [
        link('var/lib/dpkg', '../../../../../../var/lib/dpkg'),
        link('etc/os-release', '/proc/self/root/etc/os-release'),
      ],
    ],
    packages: [],
  },
  'a whiteout of the database': {
    layers: [[file(STATUS, BASH)], [file('var/lib/dpkg/.wh.status', '')]],
    packages: [],
  },
  'a whiteout of a folder above it, and one that is opaque': {
    layers: [
      [file(STATUS, BASH), file('usr/lib/x', '')],
      [file('.wh.var', '')],
      [file('usr/.wh..wh..opq', '')],
    ],
    packages: [],
  },
  'a folder for the database': {
    layers: [[file(STATUS, BASH)], [tarHeader({ name: `${STATUS}/`, type: '5' })]],
    packages: [],
  },
  'a link out of the image for the database': {
    layers: [[file(STATUS, BASH)], [link(STATUS, '../../../../../../../var/lib/dpkg/status')]],
    packages: [],
  },
  'a hard link to a file that comes later for the database': {
    layers: [
      [tarHeader({ name: STATUS, type: '1', link: 'store/status' }), file('store/status', BASH)],
    ],
    packages: ['bash 5.2-1'],
  },
  'a hard link to nothing for the database': {
    layers: [[tarHeader({ name: STATUS, type: '1', link: 'nowhere' })]],
    packages: [],
    codes: ['catalog.hard-link-unread'],
  },
  'two databases of one name': {
    layers: [[file(STATUS, stanza('old', '1')), file(STATUS, BASH)]],
    packages: ['bash 5.2-1'],
  },
  "the database through a lower layer's link": {
    layers: [
      [link('lib', 'usr/lib')],
      [file('lib/apk/db/installed', 'P:musl\nV:1.2.4-r0\nA:x86_64\n\n')],
    ],
    packages: ['musl 1.2.4-r0'],
  },
  'names that differ in case or normalization only': {
    layers: [
      ['a', 'A', '\u00e9', 'e\u0301'].map((name) => npm(`n/node_modules/${name}`, 'same', '1.0.0')),
    ],
    packages: ['same 1.0.0'],
  },
  'a database that holds no text': {
    layers: [[DEBIAN, file(STATUS, Buffer.alloc(4096, 0xff))]],
    packages: [],
    codes: ['deb.*'],
  },
  'a broken rpm database': {
    layers: [
      [
        file(
          'var/lib/rpm/rpmdb.sqlite',
          Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(9000, 7)]),
        ),
      ],
    ],
    packages: [],
    codes: ['rpm.*'],
  },
  'a short line in an apk database': {
    layers: [[file('lib/apk/db/installed', 'P:musl\nV:1.2.4-r0\n\nP:nothing\n\nx\n')]],
    packages: ['musl 1.2.4-r0'],
    codes: ['apk.*', 'apk.*'],
  },
  'JSON that ends too soon': {
    layers: [
      [
        file('app/node_modules/a/package.json', '{"name":"a","version":'),
        file('app/package-lock.json', '{"lockfileVersion":3,'),
      ],
    ],
    packages: [],
    codes: ['npm.*', 'npm.*'],
  },
};

test('hostile images are answered in bounded time, and what is not read is listed', async (context) => {
  await withLayout(async (layout) => {
    for (const [title, { packages, codes }] of Object.entries(ROWS)) {
      await context.test(title, async () => {
        const start = performance.now();
        const read = await inventoryOf(`oci-dir://${layout}:${tagOf(title)}`);
        assert.ok(read.ok, read.ok ? '' : read.error.message);
        assert.ok(performance.now() - start < PATIENCE_MS);
        assert.deepEqual(rowsOf(read.value), packages);
        const told = read.value.diagnostics.filter(({ severity }) => severity !== 'info');
        for (const { path, message } of told) assert.ok(path && message, JSON.stringify(told));
        if (codes) {
          const expected = codes.map((code) => (code.endsWith('*') ? code.slice(0, -1) : code));
          const found = told.map(({ code }) => code).toSorted();
          assert.equal(found.length, expected.length, JSON.stringify(told));
          for (const [index, code] of expected.entries())
            assert.ok(found[index]?.startsWith(code), String(found[index]));
        }
      });
    }
  });
});

test("a name longer than the limit fails the layer by the limit's name", async () => {
  await withLayout(async (layout) => {
    const long = await inventoryOf(`oci-dir://${layout}:long`);
    assert.ok(!long.ok);
    assert.match(long.error.message, /limit pathBytes/);
    const fits = await inventoryOf(`oci-dir://${layout}:fits`);
    assert.ok(fits.ok);
    assert.deepEqual(rowsOf(fits.value), ['deep 1.0.0']);
  });
});

test('what cannot be read makes gaps, and --strict ends with 3', async () => {
  await withLayout((layout, folder) => {
    for (const title of [
      'a broken rpm database',
      'a short line in an apk database',
      'JSON that ends too soon',
    ]) {
      const image = `oci-dir://${layout}:${tagOf(title)}`;
      const env = { ...process.env, DRYDOCK_DATA: join(folder, 'data') };
      const cves = [DRYDOCK, 'cves', image, '--offline', '--strict', '--format', 'json'];
      const { status, stdout, stderr } = spawnSync(process.execPath, cves, {
        encoding: 'utf8',
        env,
      });
      assert.equal(status, 3, `${title}: ${stderr}`);
      const { state, diagnostics } = recordOf(JSON.parse(stdout));
      assert.match(String(state), /complete_with_gaps|no_advisory_coverage/, title);
      assert.ok(arrayOf(diagnostics).length > 0, title);
      for (const told of arrayOf(diagnostics)) assert.ok(recordOf(told)['path'], title);
    }
    return Promise.resolve();
  });
});

test('a cataloger with a bug costs its own packages in one file, and is told with its reason', async () => {
  await withLayout(async (layout) => {
    const program = {
      args: [join(import.meta.dirname, 'fixtures', 'worker-with-a-bug.js')],
      readable: [ROOT, realpathSync(join(ROOT, 'node_modules'))],
    };
    const analyzer = createAnalyzer({ limits: DEFAULT_LIMITS, clock: { now: () => 0 }, program });
    const read = await inventoryOf(`oci-dir://${layout}:bug`, analyzer);
    assert.ok(read.ok, read.ok ? '' : read.error.message);
    assert.deepEqual(rowsOf(read.value), ['bash 5.2-1']);
    const told = read.value.diagnostics.filter(({ code }) => code === 'catalog.cataloger-failed');
    assert.deepEqual(
      told.map(({ severity, path }) => [severity, path]),
      [['error', 'app/node_modules/a/package.json']],
    );
    assert.match(told[0]?.message ?? '', /injected/);
  });
});

async function withLayout(run: (layout: string, folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-hostile-'));
  const layout = join(folder, 'layout');
  const images = Object.entries(ROWS).map(([title, { layers }]) => ({
    tag: tagOf(title),
    layers: layers.map((members) => tarOf(...members)),
  }));
  const deep = `${'d'.repeat(200)}/`.repeat(320);
  writeLayout(layout, [
    ...images,
    { tag: 'long', layers: [tarOf(paxHeader({ path: `${deep}${deep}x` }), tarFile('x'))] },
    {
      tag: 'fits',
      layers: [
        tarOf(
          paxHeader({ path: `${deep}node_modules/deep/package.json` }),
          npm('x', 'deep', '1.0.0'),
        ),
      ],
    },
    {
      tag: 'bug',
      layers: [tarOf(DEBIAN, file(STATUS, BASH), npm('app/node_modules/a', 'a', '1.0.0'))],
    },
  ]);
  try {
    await run(layout, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function tagOf(title: string): string {
  return title.replaceAll(/[^a-z0-9]+/gi, '-');
}

function rowsOf({ packages }: Inventory): string[] {
  return packages.map((row) => `${row.package.name} ${row.package.version}`);
}

function file(name: string, content: string | Buffer): Buffer {
  return tarFile(name, content);
}

function npm(folder: string, name: string, version: string): Buffer {
  return tarFile(`${folder}/package.json`, JSON.stringify({ name, version }));
}

function link(name: string, target: string): Buffer {
  return tarHeader({ name, type: '2', link: target });
}

function chain(length: number, end: string): Buffer[] {
  const to = (index: number): string => (index === length - 1 ? end : `/l${index + 1}`);
  return Array.from({ length }, (_, index) => link(`l${index}`, to(index)));
}

function stanza(name: string, version: string): string {
  return `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\n\n`;
}
