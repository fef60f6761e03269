import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_LIMITS } from '../base/index.ts';
import type { LayerFile, PackageCataloger } from '../ecosystems/index.ts';
import type { TarEntry } from '../image/index.ts';
import { asDiffId, parseDigest } from '../model/index.ts';
import type { Evidence, LayerInventory, Package } from '../model/index.ts';
import { LayerCatalog } from './layer-catalog.ts';
import { compileSelectors } from './selectors.ts';
import { squash } from './squash.ts';

/** Written for these tests: a database and single files, each line of which is `name version`. */
const database: PackageCataloger = {
  id: 'words-database',
  revision: 1,
  reads: [{ path: 'db/status' }, { under: 'db/status.d/' }],
  grouping: 'layer',
  catalog: (files) => Promise.resolve(readWords(files, 'database')),
};
const single: PackageCataloger = {
  id: 'words-file',
  revision: 1,
  reads: [{ suffix: '.words', maxBytes: 1000 }],
  grouping: 'file',
  catalog: (files) => Promise.resolve(readWords(files, 'metadata')),
};
/** Python packages, and a database of the distribution that carries them too. */
const python: PackageCataloger = {
  ...single,
  id: 'python-words',
  reads: [{ suffix: '.py-words' }, { path: 'debs/packages' }],
  catalog: ([...files]) => {
    const isDatabase = files.some(({ path }) => path === 'debs/packages');
    const { findings, diagnostics } = readWords(files, isDatabase ? 'database' : 'metadata');
    const ecosystem = isDatabase ? 'deb' : 'pypi';
    const typed = findings.map((one) => ({
      ...one,
      packages: one.packages.map((own): Package => ({ ...own, ecosystem })),
    }));
    return Promise.resolve({ findings: typed, diagnostics });
  },
};
const locked: PackageCataloger = {
  id: 'words-lock',
  revision: 1,
  reads: [{ basename: 'words.lock' }],
  grouping: 'file',
  catalog: (files) => Promise.resolve(readWords(files, 'lockfile')),
};
const selectors = compileSelectors([database, single, locked, python]);

function readWords(files: readonly LayerFile[], evidence: Evidence) {
  const findings = files.map((file) => {
    if (file.text().includes('THROW')) throw new Error('a bug');
    const lines = file.text().split('\n').filter(Boolean);
    const owned = lines.filter((line) => line.startsWith('/'));
    const packages = lines
      .filter((line) => !line.startsWith('/'))
      .map((line): Package => {
        const [name = '', version = ''] = line.split(' ');
        const rest = { licenses: [], locations: [file.path], scope: 'runtime' } as const;
        return { ecosystem: 'words', name, version, evidence, confidence: 'exact', ...rest };
      });
    const ownership = owned.map((line) => {
      const [path = '', owner = '', digest] = line.slice(1).split(' ');
      return { owner, paths: [digest === undefined ? { path } : { path, digest }] };
    });
    return { path: file.path, packages, ownership };
  });
  return { findings, diagnostics: [] };
}

/** A text is a file; `-> x` a symbolic link, `=> x` a hard link, `/` a folder, `!` a device. */
type Tree = readonly (readonly [path: string, content: string])[];

function entryOf(path: string, content: string): TarEntry {
  const rest = { name: path, path, mode: 0o644, typeFlag: '0', linkName: '', size: 0 };
  if (content.startsWith('-> ')) return { ...rest, kind: 'symlink', linkName: content.slice(3) };
  if (content.startsWith('=> ')) return { ...rest, kind: 'hardlink', linkName: content.slice(3) };
  if (content === '/') return { ...rest, kind: 'directory' };
  if (content === '!') return { ...rest, kind: 'device' };
  return { ...rest, kind: 'file', size: content.length };
}

async function walk(tree: Tree, catalog: LayerCatalog): Promise<void> {
  for (const [path, content] of tree) {
    if (catalog.entry(entryOf(path, content)) === 'take') {
      for (const char of content) catalog.data(Buffer.from(char));
      catalog.end();
    }
    await catalog.settle();
  }
}

async function layerOf(tree: Tree): Promise<LayerInventory> {
  const options = { selectors, limits: DEFAULT_LIMITS };
  let catalog = new LayerCatalog(options);
  await walk(tree, catalog);
  if (catalog.missedLinks.size > 0) {
    catalog = new LayerCatalog({ ...options, links: catalog.missedLinks });
    await walk(tree, catalog);
  }
  const digest = parseDigest(`sha256:${'0'.repeat(64)}`);
  assert.ok(digest);
  const sizes = { compressedSize: 1, size: 1 };
  return { digest, diffId: asDiffId(digest), ...sizes, ...(await catalog.finish()) };
}

async function squashed(...trees: readonly Tree[]) {
  const layers = await Promise.all(trees.map(layerOf));
  return squash({ layers, config: { history: [] }, selectors, limits: DEFAULT_LIMITS });
}

/** `name version layer paths` of each package, an owner in brackets. */
async function rowsOf(...trees: readonly Tree[]): Promise<string[]> {
  const { packages } = await squashed(...trees);
  return packages.map(({ package: { name, version, locations }, introducedIn }) =>
    [name, version, introducedIn, ...locations].join(' '),
  );
}

test('a package removed, replaced or hidden in a higher layer is not in the inventory', async () => {
  const lower: Tree = [
    ['app/a.words', 'a 1'],
    ['app/sub/b.words', 'b 1'],
    ['opt/c.words', 'c 1'],
  ];
  const rows: readonly (readonly [Tree[number], readonly string[]])[] = [
    [
      ['app/.wh.a.words', ''],
      ['b', 'c'],
    ],
    [
      ['app/.wh.sub', ''],
      ['a', 'c'],
    ],
    [['.wh.app', ''], ['c']],
    [['app/.wh..wh..opq', ''], ['c']],
    [['.wh..wh..opq', ''], []],
    [
      ['app/.wh..wh.plnk', ''],
      ['a', 'b', 'c'],
    ],
    [
      ['app/a.words', '-> elsewhere'],
      ['b', 'c'],
    ],
    [
      ['app/a.words', '!'],
      ['b', 'c'],
    ],
    [['app', '-> opt'], ['c']],
    [
      ['app/sub', 'now a file'],
      ['a', 'c'],
    ],
    [
      ['app/sub', '/'],
      ['a', 'b', 'c'],
    ],
    [
      ['app/a.words', '/'],
      ['b', 'c'],
    ],
    [
      ['app/a.words/x', 'below'],
      ['b', 'c'],
    ],
    [
      ['app/a.words', 'a 2'],
      ['a', 'b', 'c'],
    ],
  ];
  for (const [entry, expected] of rows) {
    const found = (await rowsOf(lower, [entry])).map((row) => row.split(' ')[0]);
    assert.deepEqual(found, expected, entry.join(' '));
  }
});

test('a whiteout speaks of lower layers, not of files beside it', async () => {
  const lower: Tree = [['app/a.words', 'a 1']];
  const file: Tree[number] = ['app/a.words', 'a 2'];
  for (const whiteout of ['app/.wh.a.words', 'app/.wh..wh..opq']) {
    assert.deepEqual(await rowsOf(lower, [[whiteout, ''], file]), ['a 2 1 app/a.words']);
    assert.deepEqual(await rowsOf(lower, [file, [whiteout, '']]), ['a 2 1 app/a.words']);
  }
});

test('a package is introduced by the layer since which it has been there in this version', async () => {
  const layers: readonly Tree[] = [
    [['db/status', 'a 1\nb 1\n']],
    [['db/status', 'a 1\nb 2\nc 1\n']],
    [['other', 'x']],
    [['db/status', 'a 1\nb 2\nc 1\nd 1\n']],
  ];
  const path = 'db/status';
  const expected = [`a 1 0 ${path}`, `b 2 1 ${path}`, `c 1 1 ${path}`, `d 1 3 ${path}`];
  assert.deepEqual(await rowsOf(...layers), expected);
  const removed: Tree = [['db/.wh.status', '']];
  assert.deepEqual(await rowsOf([['db/status', 'a 1']], removed, [['db/status', 'a 1']]), [
    'a 1 2 db/status',
  ]);
});

test('of entries with the same path in one layer the last counts', async () => {
  const rows: readonly (readonly [Tree, readonly string[]])[] = [
    [
      [
        ['a.words', 'a 1'],
        ['a.words', 'a 2'],
      ],
      ['a 2 0 a.words'],
    ],
    [
      [
        ['a.words', 'a 1'],
        ['a.words', '/'],
      ],
      [],
    ],
    [
      [
        ['x/a.words', 'a 1'],
        ['x', '-> y'],
      ],
      [],
    ],
    [
      [
        ['db/status', 'a 1'],
        ['db/status', 'b 1'],
      ],
      ['b 1 0 db/status'],
    ],
  ];
  for (const [tree, expected] of rows) assert.deepEqual(await rowsOf(tree), expected);
});

test('a database is found where symbolic links of any layer lead from its path', async () => {
  const real: Tree = [
    ['srv/db/status', 'a 1'],
    ['tmp/status', 'decoy 1'],
  ];
  assert.deepEqual(await rowsOf(real), [], 'without a link it is any file');
  assert.deepEqual(await rowsOf(real, [['db', '-> /srv/db']]), ['a 1 0 srv/db/status']);
  assert.deepEqual(await rowsOf([['db', '-> srv/db']], real), ['a 1 1 srv/db/status']);
  assert.deepEqual(await rowsOf(real, [['db', '-> db']]), [], 'a loop leads nowhere');
  const folder: Tree = [['srv/db/status.d/x', 'a 1']];
  assert.deepEqual(await rowsOf(folder), [], 'a folder of the name is any folder');
  assert.deepEqual(await rowsOf(folder, [['db', '-> srv/db']]), ['a 1 0 srv/db/status.d/x']);
  assert.deepEqual(await rowsOf([['db', '-> srv/db']], [['db/status', 'a 1']]), [
    'a 1 1 srv/db/status',
  ]);
});

test('a hard link has the content of its target, whenever that passed', async () => {
  const store: Tree = [
    ['store/x', 'a 1'],
    ['app/a.words', '=> store/x'],
  ];
  assert.deepEqual(await rowsOf(store), ['a 1 0 app/a.words']);
  const held: Tree = [
    ['db/status', 'a 1'],
    ['db/status.d/b', '=> /db/status'],
  ];
  assert.deepEqual(await rowsOf(held), ['a 1 0 db/status db/status.d/b']);
  const { diagnostics } = await squashed([['app/a.words', '=> store/x']]);
  assert.deepEqual(
    diagnostics.map(({ code, path, layer }) => [code, path, layer]),
    [['catalog.hard-link-unread', 'app/a.words', 0]],
  );
});

test('a cataloger that throws and a file that is too large cost themselves only, and are said', async () => {
  const tree: Tree = [
    ['a.words', 'a 1'],
    ['b.words', 'THROW'],
    ['c.words', 'c '.repeat(600)],
  ];
  const { packages, diagnostics } = await squashed(tree);
  assert.deepEqual(
    packages.map((found) => found.package.name),
    ['a'],
  );
  assert.deepEqual(
    diagnostics.map(({ code, severity, path }) => [code, severity, path]),
    [
      ['catalog.file-too-large', 'warning', 'c.words'],
      ['catalog.cataloger-failed', 'error', 'b.words'],
    ],
  );
  const mended = await squashed(tree, [
    ['.wh.b.words', ''],
    ['c.words', 'c 1'],
  ]);
  assert.deepEqual(mended.diagnostics, [], 'what a higher layer took away is no gap');
});

test('the same package at several places is one row with all its locations', async () => {
  const tree: Tree = [
    ['y/a.words', 'a 1'],
    ['x/a.words', 'a 1'],
    ['z/a.words', 'a 2'],
  ];
  assert.deepEqual(await rowsOf(tree), ['a 1 0 x/a.words y/a.words', 'a 2 0 z/a.words']);
});

test('a lockfile counts where the image does not tell what is installed', async () => {
  const lock: Tree[number] = ['app/words.lock', 'a 1\nb 1'];
  assert.deepEqual(await rowsOf([lock]), ['a 1 0 app/words.lock', 'b 1 0 app/words.lock']);
  assert.deepEqual(await rowsOf([lock, ['app/lib/a.words', 'a 1']]), ['a 1 0 app/lib/a.words']);
  assert.deepEqual(await rowsOf([lock, ['usr/a.words', 'a 1']]), [
    'a 1 0 usr/a.words',
    'b 1 0 app/words.lock',
  ]);
});

test('the inventory does not depend on the order of files in a layer', async () => {
  const tree: Tree = [
    ['db/status', 'b 1\na 1\n'],
    ['x/a.words', 'a 1'],
    ['app/words.lock', 'z 1'],
    ['y/a.words', 'a 1'],
  ];
  assert.deepEqual(await squashed(tree.toReversed()), await squashed(tree));
});

test('files with the names of databases that are too many or too large are counted, and said', async () => {
  assert.deepEqual((await layerOf(namedAsDatabases(4096))).diagnostics, []);
  const { diagnostics } = await layerOf(namedAsDatabases(4099));
  assert.deepEqual(
    diagnostics.map(({ code, severity }) => [code, severity]),
    [['catalog.candidates-unread', 'warning']],
  );
  assert.match(diagnostics[0]?.message ?? '', /^3 files .* the first is \/odd\/4096\/status$/);

  const catalog = new LayerCatalog({ selectors, limits: DEFAULT_LIMITS });
  const size = 30 * 1024 * 1024;
  for (let n = 1; n <= 9; n += 1) catalog.entry({ ...entryOf(`odd/${n}/status`, ''), size });
  const [tooLarge] = (await catalog.finish()).diagnostics;
  assert.match(tooLarge?.message ?? '', /^1 files .* \/odd\/9\/status$/);
});

function namedAsDatabases(count: number): Tree {
  return Array.from({ length: count }, (_, n) => [`odd/${n}/status`, 'a 1']);
}

test('an owner that is guessed is told as a fact of the package', async () => {
  const { packages } = await squashed([
    ['etc/os-release', 'ID=debian\nVERSION_ID=12'],
    ['debs/packages', 'python3-six 1.16-1'],
    ['usr/lib/python3/dist-packages/six.py-words', 'six 1.16'],
    ['app/six.py-words', 'six 1.16'],
  ]);
  assert.deepEqual(
    packages.map(({ package: own, ownedBy }) => [own.name, ownedBy, own.facts]),
    [
      ['python3-six', undefined, undefined],
      ['six', undefined, undefined],
      ['six', 0, { owner: 'guessed' }],
    ],
  );
});
