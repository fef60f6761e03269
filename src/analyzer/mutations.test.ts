import assert from 'node:assert/strict';
import { DEFAULT_LIMITS } from '../base/index.ts';
import { CATALOGERS, compileSelectors, squash } from '../catalog/index.ts';
import type { LayerInventory } from '../model/index.ts';
import { mutatedTar, mutatedText, mutationTest, pick } from '../mutated.contract.ts';
import { inventoryOfLayer } from './read-layer.ts';

type Tree = readonly (readonly [path: string, content: string])[];

/** What lies in real layers: databases, what they own, links to and from it, and what takes it away. */
const LAYERS: readonly Tree[] = [
  [
    ['etc/os-release', 'ID=debian\nVERSION_ID="12"\n'],
    ['etc/debian_version', '12.5\n'],
    [
      'var/lib/dpkg/status',
      'Package: bash\nStatus: install ok installed\nVersion: 5.2-1\nArchitecture: amd64\n\nPackage: six\nStatus: install ok installed\nSource: python-six (1.0)\nVersion: 1.0+b1\n',
    ],
    ['var/lib/dpkg/info/six.list', '/.\n/usr/lib/python3/dist-packages/six-1.0.egg-info\n'],
    ['usr/lib/python3/dist-packages/six-1.0.egg-info', 'Name: six\nVersion: 1.0\n\n'],
    ['bin', '-> usr/bin'],
    [
      'app/package-lock.json',
      '{"lockfileVersion":3,"packages":{"node_modules/a":{"version":"1.0.0"}}}',
    ],
  ],
  [
    ['lib/apk/db/installed', 'P:musl\nV:1.2.4-r0\nA:x86_64\no:musl\nF:lib\nR:ld.so\n\n'],
    ['var/lib/dpkg/.wh.status', ''],
    ['usr/lib/.wh..wh..opq', ''],
    ['app/node_modules/a/package.json', '{"name":"a","version":"1.0.0","license":"MIT"}'],
    ['app/node_modules/b', '=> app/node_modules/a/package.json'],
  ],
  [
    ['var/lib/dpkg', '-> ../moved'],
    ['var/moved/status', 'Package: zlib1g\nStatus: install ok installed\nVersion: 1:1.2\n'],
    ['usr/bin', '-> .'],
    ['app/.wh.node_modules', ''],
  ],
];
const PATHS = LAYERS.flat().map(([path]) => path);
const CONTENTS = LAYERS.flat().map(([, content]) => content);
const selectors = compileSelectors(CATALOGERS);

mutationTest(
  'images of mutated layers',
  (random) => LAYERS.map((tree) => mutatedLayer(tree, random)),
  async (tars) => {
    const layers: LayerInventory[] = [];
    for (const tar of tars) {
      layers.push(
        await inventoryOfLayer({
          open: () => chunksOf(tar),
          isRepeatable: true,
          expected: {},
          limits: DEFAULT_LIMITS,
          selectors,
        }),
      );
    }
    const { packages } = squash({
      layers,
      config: { history: [] },
      selectors,
      limits: DEFAULT_LIMITS,
    });
    for (const { package: own } of packages) assert.notEqual(own.name, '');
    return packages.length > 0 ? 'found' : 'nothing found';
  },
  ['found', 'refused'],
);

/** Another path, another content or a damaged header, now and then. */
function mutatedLayer(tree: Tree, random: () => number): Uint8Array {
  const changed = tree.map(([path, content]) => {
    const kind = random() % 12;
    if (kind === 0) return [mutatedText(PATHS, random), content] as const;
    if (kind === 1) return [path, mutatedText([content], random)] as const;
    return [path, kind === 2 ? pick(CONTENTS, random) : content] as const;
  });
  const tar = Buffer.concat([...changed.map(([path, content]) => memberOf(path, content)), END]);
  return random() % 24 === 0 ? mutatedTar(tar, random) : tar;
}

const END = Buffer.alloc(1024);

/** A file, or after `-> ` a symbolic and after `=> ` a hard link. */
function memberOf(path: string, content: string): Buffer {
  const isLink = /^[-=]> /.test(content);
  const bytes = Buffer.from(isLink ? '' : content);
  const header = Buffer.alloc(512);
  header.write(path.slice(0, 99));
  header.write('0000644\0', 100);
  header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write(content.startsWith('-> ') ? '2' : isLink ? '1' : '0', 156);
  if (isLink) header.write(content.slice(3, 102), 157);
  header.write('ustar\x0000', 257);
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes.subarray(0, bytes.length >> 1);
  yield bytes.subarray(bytes.length >> 1);
}
