import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_LIMITS } from '../base/index.ts';
import type { LayerInventory } from '../model/index.ts';
import { LayerCatalog } from './layer-catalog.ts';
import { catalogRevision } from './revision.ts';
import { compileSelectors } from './selectors.ts';
import { squash } from './squash.ts';
import { layerOf, tarEntryOf } from './tree-samples.contract.ts';

const selectors = compileSelectors([]);
const KEY = `-----BEGIN PRIVATE KEY-----\n${'MIIEvQ9x/Zr7Kp2Lb0NwHs5TcYf3Gd8Jq1Um4EoVi6'.repeat(3)}\n`;

type Files = readonly (readonly [path: string, content: string | Buffer])[];

async function catalogOf(files: Files, piece = 64, searchesSecrets = true) {
  const catalog = new LayerCatalog({ selectors, limits: DEFAULT_LIMITS, searchesSecrets });
  for (const [path, content] of files) {
    const bytes = Buffer.from(content);
    const { length } = bytes;
    if (catalog.entry({ ...tarEntryOf(path), size: length }) === 'skip') continue;
    for (let at = 0; at < length; at += piece) {
      if (catalog.data(bytes.subarray(at, at + piece)) === 'skip') break;
    }
    catalog.end();
  }
  return catalog.finish();
}

async function layerWith(files: Files): Promise<LayerInventory> {
  return { ...layerOf([]), ...(await catalogOf(files)) };
}

test('a key in a text file is told with its line, in one piece or many', async () => {
  const files: Files = [
    ['etc/key.pem', `# made by us\n\n${KEY}`],
    ['etc/passwd', 'root:x:0:0:root:/root:/bin/bash\n'.repeat(9)],
  ];
  for (const piece of [7, 64, 4096]) {
    const { secrets } = await catalogOf(files, piece);
    assert.deepEqual(secrets?.places, [
      { rule: 'private-key', path: 'etc/key.pem', line: 3, begins: '-----BEGIN ' },
    ]);
    assert.deepEqual([secrets.count, secrets.files, secrets.inExamples], [1, 2, 0]);
    assert.ok(!JSON.stringify(secrets).includes('MIIE'));
  }
});

test('nothing is searched unless it is asked for, and what was found is known by another revision', async () => {
  assert.equal((await catalogOf([['key.pem', KEY]], 64, false)).secrets, undefined);
  const layer = layerOf([]);
  const { secrets } = squash({
    layers: [layer],
    config: { history: [] },
    selectors,
    limits: DEFAULT_LIMITS,
  });
  assert.equal(secrets, undefined);
  assert.notEqual(catalogRevision(selectors, true), catalogRevision(selectors));
});

test('programs are not searched, tests and manuals are counted only, and large files are told of', async () => {
  const { secrets } = await catalogOf([
    ['bin/tool', Buffer.concat([Buffer.from('\u007fELF\0\0'), Buffer.from(KEY)])],
    ['app/node_modules/tls/test/key.pem', KEY],
    ['usr/share/doc/tls/key.pem', KEY],
    ['app/node_modules/tls/README.md', KEY],
    ['var/log/large', KEY + ' '.repeat(1024 * 1024)],
  ]);
  assert.deepEqual(secrets, {
    places: [],
    count: 0,
    inExamples: 3,
    files: 3,
    bytes: KEY.length * 3,
    unsearched: 1,
  });
});

test('of a file with very many no more than twenty are named', async () => {
  const { secrets } = await catalogOf([['keys', `${KEY}-----END-----\n`.repeat(30)]]);
  assert.equal(secrets?.count, 20);
});

test('a secret that a higher layer deleted or replaced is still in the image', async () => {
  const layers = [
    await layerWith([
      ['srv/b.pem', KEY],
      ['srv/a.pem', KEY],
      ['srv/c.pem', `\n${KEY}`],
    ]),
    await layerWith([
      ['srv/.wh.a.pem', ''],
      ['srv/b.pem', 'empty now, and nobody misses it'],
    ]),
  ];
  const { secrets } = squash({
    layers,
    config: { history: [] },
    selectors,
    limits: DEFAULT_LIMITS,
  });
  assert.deepEqual(
    secrets?.found.map(({ path, line, layer, goneIn }) => [path, line, layer, goneIn]),
    [
      ['srv/a.pem', 1, 0, 1],
      ['srv/b.pem', 1, 0, 1],
      ['srv/c.pem', 2, 0, undefined],
    ],
  );
  assert.deepEqual([secrets?.count, secrets?.files], [3, 4]);
});
