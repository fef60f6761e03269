import assert from 'node:assert/strict';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { CORPUS, layoutOf, manifestOf, readJson, withoutCorpus } from './support/corpus.ts';
import { drydock, scratch } from './support/drydock.ts';
import { freePort } from './support/server-process.ts';

const IMAGE = 'alpine-3.18';

/** What is broken, how to make it, and what is said. */
type Case = readonly [what: string, input: () => string | Promise<string>, message: RegExp];

const CASES: readonly Case[] = [
  ['an empty file', () => file('empty.tar', ''), /empty\.tar is empty/],
  [
    'random bytes',
    () =>
      file('random.tar', Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 7919) >> 3))),
    /random\.tar is neither a tar archive nor an SBOM/,
  ],
  [
    'a docker archive that was cut off',
    () => {
      const whole = readFileSync(join(CORPUS, IMAGE, `${IMAGE}.docker.tar`));
      return file('cut.tar', whole.subarray(0, whole.length / 2));
    },
    /cut\.tar: the tar ends at byte \d+ in or after ".*", in the middle; it was cut off/,
  ],
  [
    'a layer whose tar was cut off before it was compressed',
    () => layoutOf('odd-truncated').folder,
    /layer 2 of 2 .*the tar ends at byte \d+ in or after ".*", in the middle/,
  ],
  [
    'a layer with one byte changed',
    () => {
      const { folder, layer } = layout('flipped');
      const bytes = readFileSync(join(folder, layer));
      const middle = bytes.length >> 1;
      bytes[middle] = (bytes[middle] ?? 0) ^ 1;
      writeFileSync(join(folder, layer), bytes);
      return folder;
    },
    /layer 1 of 1 .*(?:stream is broken near byte \d+|are not those of its digest)/,
  ],
  [
    'a layer that is not there',
    () => {
      const { folder, layer } = layout('without-layer');
      rmSync(join(folder, layer));
      return folder;
    },
    /the layer sha256:[0-9a-f]{64} is not there; the image is incomplete/,
  ],
  [
    'an index without the platform asked for',
    () => layoutOf('multiarch-alpine-3.18').folder,
    /no image for the platform linux\/riscv64; there is linux\/amd64, linux\/arm64/,
  ],
  [
    'a manifest that is an index, too',
    () => {
      const { folder } = layout('ambiguous');
      const index = readJson(join(folder, 'index.json'));
      writeFileSync(join(folder, 'index.json'), JSON.stringify({ ...index, layers: [] }));
      return folder;
    },
    /index\.json of .* can be read in two ways: it is an index and an image at once/,
  ],
  ['a folder that does not exist', () => 'fs:///no/such/folder', /no file or folder \/no\/such/],
  [
    'JSON that is no SBOM',
    () => file('package.json', '{"name":"app","version":"1.0.0"}'),
    /package\.json is JSON, but no SBOM that is known/,
  ],
  [
    'a registry that is not there',
    async () => `127.0.0.1:${await freePort()}/app:1`,
    /127\.0\.0\.1:\d+ cannot be reached: .*ECONNREFUSED/,
  ],
];

for (const [what, input, message] of CASES) {
  test(`${what}: a clear message, and nothing left behind`, { skip: withoutCorpus }, async () => {
    const platform = what.includes('platform') ? ['--platform', 'linux/riscv64'] : [];
    const ran = await drydock(['cves', ...platform, await input()]);
    assert.match(ran.stderr, message);
    assert.equal(ran.stderr.trimEnd().split('\n').length, 1, ran.stderr);
    assert.deepEqual([ran.code, ran.stdout, ran.leftovers], [1, '', []]);
  });
}

function file(name: string, content: string | Uint8Array): string {
  const path = join(scratch, name);
  writeFileSync(path, content);
  return path;
}

/** A copy of a layout of one image with one layer, to break. */
function layout(name: string): { readonly folder: string; readonly layer: string } {
  const folder = join(scratch, name);
  cpSync(layoutOf(IMAGE).folder, folder, { recursive: true });
  const [layer = ''] = manifestOf(folder).layers;
  return { folder, layer };
}
