import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, hash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { DEFAULT_LIMITS, arrayOf, recordOf } from '../src/base/index.ts';
import { cleanPath, flatten, parseManifest, readLayer, whiteoutOf } from '../src/image/index.ts';
import type { Descriptor, TarEntry } from '../src/image/index.ts';

/** A folder with `<name>/oci` in it: shared/images/README.md says how to make it. */
const CORPUS = process.env['TEST_CORPUS'] ?? '';
const isThere = existsSync(CORPUS);
const skip =
  isThere || process.env['CI'] === 'true'
    ? false
    : 'TEST_CORPUS names no folder of images: flattening is NOT compared';
/** Minutes of unpacking: only when asked for by name. */
const LARGE = 2 ** 30;
/** Of these, every file's content is compared, too. */
const SMALL = 2 ** 27;
const ONLY = process.env['TEST_IMAGES']?.split(',');

/** Nothing in it can be unpacked: that is what it is for. */
const BROKEN = new Set(['odd-truncated']);

test(
  'images are flattened as umoci unpacks them, or GNU tar those that umoci cannot',
  { skip },
  async (context) => {
    const names = readdirSync(CORPUS).filter((name) =>
      existsSync(join(CORPUS, name, 'oci/index.json')),
    );
    assert.ok(names.length > 0, `${CORPUS} holds images`);
    for (const name of names.filter(
      (name) => !BROKEN.has(name) && (ONLY?.includes(name) ?? true),
    )) {
      await context.test(name, async (context) => {
        const layers = layersOf(join(CORPUS, name, 'oci'));
        const size = layers.reduce((sum, layer) => sum + layer.size, 0);
        if (size > LARGE && !ONLY) return context.skip('large: TEST_IMAGES names it');
        const folder = mkdtempSync(join(tmpdir(), 'drydock-flatten-'));
        try {
          const by = unpack(name, layers, folder);
          context.diagnostic(`${name}: compared with ${by}`);
          const hasContents = size < SMALL;
          const expected = onDisk(join(folder, 'rootfs'), hasContents);
          assert.deepEqual(await ours(name, layers, hasContents), expected);
        } finally {
          rmSync(folder, { recursive: true, force: true });
        }
        return undefined;
      });
    }
  },
);

function layersOf(layout: string): readonly Descriptor[] {
  const index = recordOf(JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8')));
  const [first] = arrayOf(index['manifests']);
  let digest = String(recordOf(first)['digest']);
  for (;;) {
    const bytes = readFileSync(blobPath(layout, digest));
    const manifest = parseManifest(bytes, digest, DEFAULT_LIMITS);
    assert.ok(manifest.ok);
    if (manifest.value.kind === 'image') return manifest.value.layers;
    const [child] = manifest.value.manifests;
    assert.ok(child);
    digest = child.digest;
  }
}

function blobPath(layout: string, digest: string): string {
  return join(layout, 'blobs', ...digest.split(':'));
}

/** Unpacks below `folder/rootfs`; says with what. */
function unpack(name: string, layers: readonly Descriptor[], folder: string): string {
  const layout = join(CORPUS, name, 'oci');
  const index = recordOf(JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8')));
  const [first] = arrayOf(index['manifests']);
  const tag = recordOf(recordOf(first)['annotations'])['org.opencontainers.image.ref.name'];
  if (typeof tag === 'string') {
    const unpacked = join(folder, 'umoci');
    const args = ['unpack', '--rootless', '--image', `${layout}:${tag}`, unpacked];
    if (spawnSync('umoci', args).status === 0) {
      execFileSync('mv', [join(unpacked, 'rootfs'), join(folder, 'rootfs')]);
      return 'umoci';
    }
  }
  mkdirSync(join(folder, 'rootfs'));
  for (const layer of layers) untar(blobPath(layout, layer.digest), join(folder, 'rootfs'));
  return 'GNU tar';
}

/** GNU tar knows no whiteouts: what they remove is removed before the layer is unpacked. */
function untar(blob: string, root: string): void {
  const inflater = { '1f8b': 'gzip', '28b5': 'zstd', '502a': 'zstd' }[
    readFileSync(blob).toString('hex', 0, 2)
  ];
  const inflate = inflater ? `${inflater} -dc` : 'cat';
  const run = (command: string): string =>
    spawnSync('sh', ['-c', `${inflate} < '${blob}' | ${command}`], {
      encoding: 'utf8',
      maxBuffer: LARGE,
    }).stdout;
  for (const name of run('tar t --quoting-style=literal').split('\n')) {
    const whiteout = whiteoutOf(cleanPath(name));
    if (whiteout?.kind === 'removed') rmSync(join(root, whiteout.path), { recursive: true });
    if (whiteout?.kind !== 'opaque' || !existsSync(join(root, whiteout.path))) continue;
    for (const child of readdirSync(join(root, whiteout.path))) {
      rmSync(join(root, whiteout.path, child), { recursive: true });
    }
  }
  run(`tar x --no-same-owner --exclude '.wh.*' -C '${root}' 2>/dev/null`);
}

type Listing = Readonly<Record<string, string>>;

function onDisk(root: string, hasContents: boolean): Listing {
  const lines: Record<string, string> = Object.create(null);
  const contentOf = (path: string): string =>
    hasContents && lstatSync(path).isFile() ? ` ${hash('sha256', readFileSync(path))}` : '';
  const walk = (folder: string): void => {
    for (const name of readdirSync(join(root, folder))) {
      const path = folder === '' ? name : `${folder}/${name}`;
      const stat = lstatSync(join(root, path));
      if (stat.isSymbolicLink()) lines[path] = `symlink ${readlinkSync(join(root, path))}`;
      else if (stat.isDirectory()) lines[path] = 'directory';
      // Without privileges devices are unpacked as empty files.
      else lines[path] = `file ${stat.isFile() ? stat.size : 0}${contentOf(join(root, path))}`;
      if (stat.isDirectory()) walk(path);
    }
  };
  walk('');
  return sorted(Object.entries(lines));
}

async function ours(
  name: string,
  layers: readonly Descriptor[],
  hasContents: boolean,
): Promise<Listing> {
  const all: TarEntry[][] = [];
  const digests = new Map<TarEntry, string>();
  for (const { digest, size } of layers) {
    const entries: TarEntry[] = [];
    let content = createHash('sha256');
    const read = await readLayer(
      createReadStream(blobPath(join(CORPUS, name, 'oci'), digest)),
      { digest, size },
      {
        entry(entry) {
          entries.push(entry);
          return hasContents && entry.kind === 'file' ? 'take' : 'skip';
        },
        data: (bytes) => void content.update(bytes),
        end() {
          const last = entries.at(-1);
          if (last) digests.set(last, ` ${content.digest('hex')}`);
          content = createHash('sha256');
        },
      },
      DEFAULT_LIMITS,
    );
    assert.ok(read.ok, read.ok ? '' : read.error.message);
    all.push(entries);
  }
  // Devices are empty files on disk, without privileges; pipes are pipes.
  const empty = hasContents ? ` ${hash('sha256', '')}` : '';
  const lines = [...flatten(all)].map(
    ([path, { kind, size, target, source }]): [string, string] => {
      if (kind === 'symlink') return [path, `symlink ${target}`];
      const content = kind === 'fifo' ? '' : ((source && digests.get(source)) ?? empty);
      return [path, kind === 'directory' ? kind : `file ${size}${content}`];
    },
  );
  return sorted(lines);
}

function sorted(lines: readonly (readonly [string, string])[]): Listing {
  return Object.fromEntries(lines.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
