import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { arrayOf, recordOf, stringOf } from '../src/base/index.ts';
import { tarFile, tarOf } from '../src/image/tar-builder.ts';
import { writeLayout } from './layout-of.ts';
import { layoutOf, manifestOf, withoutCorpus, withoutPrograms } from './support/corpus.ts';
import { buildSnapshot, drydock, scratch } from './support/drydock.ts';

const STATUS = 'var/lib/dpkg/status';
const skip = withoutCorpus || withoutPrograms('tar');

before(async () => {
  if (!skip) await buildSnapshot(['debian-tracker', 'osv/npm', 'osv/PyPI', 'kev']);
});

/** The first installs nothing of the distribution, the second many packages on top of the base. */
for (const name of ['small-node', 'small-python']) {
  const title = `${name}: what is predicted on a newer base is what the image built on it has`;
  test(title, { skip }, async () => {
    const [base, ...own] = layersOf(name);
    assert.ok(base);
    const fixes = fixesIn(await json(['recommendations', layoutOf('debian-bookworm-slim').folder]));
    assert.ok(fixes.size > 3, `${fixes.size} packages of the base have a fix`);
    const renewed = statusLayer([base], fixes);
    const rebuilt = [base, renewed, ...own];
    const folders = {
      old: layout(`${name}-old`, [base]),
      image: layout(`${name}-image`, [base, ...own]),
      other: layout(`${name}-other`, [base, renewed]),
      // The image's own word on packages speaks of those of the base too.
      rebuilt: layout(`${name}-rebuilt`, [...rebuilt, statusLayer(rebuilt, fixes)]),
    };
    const args = ['--base', folders.old, '--to', folders.other];
    const document = await json(['recommendations', folders.image, ...args]);
    const [prediction] = arrayOf(document['bases']).map(recordOf);
    const actual = await json(['cves', folders.rebuilt]);
    assert.deepEqual(prediction?.['predicted'], actual['summary']);
    const compared = await json(['compare', folders.image, folders.rebuilt]);
    assert.equal(prediction?.['gone'], arrayOf(compared['closed']).length);
    assert.equal(prediction?.['added'], arrayOf(compared['opened']).length);
    assert.ok(prediction['gone'] > 3);
  });
}

test('a base that is none of the image is refused, and --to without one', { skip }, async () => {
  const [node, debian] = ['small-node', 'alpine-3.18'].map((name) => layoutOf(name).folder);
  assert.ok(node && debian);
  const other = await drydock(['recommendations', node, '--base', debian, '--to', debian]);
  assert.equal(other.code, 1);
  assert.match(other.stderr, /are not the lowest of/);
  const none = await drydock(['recommendations', node, '--to', debian]);
  assert.equal(none.code, 1);
  assert.match(none.stderr, /--to needs --base/);
});

async function json(args: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  const { code, stdout, stderr } = await drydock([...args, '--format', 'json']);
  assert.equal(code, 0, stderr);
  return recordOf(JSON.parse(stdout));
}

function layersOf(name: string): readonly Buffer[] {
  const { folder } = layoutOf(name);
  return manifestOf(folder).layers.map((path) => gunzipSync(readFileSync(join(folder, path))));
}

function layout(name: string, layers: readonly Buffer[]): string {
  const folder = join(scratch, name);
  writeLayout(folder, [{ tag: 'made', layers }]);
  return folder;
}

/** Of packages of the distribution, the versions that are recommended. */
function fixesIn(document: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  const upgrades = arrayOf(document['packages']).map(recordOf);
  return new Map(
    upgrades.map(({ name, lowest }) => [String(name), stringOf(recordOf(lowest)['version']) ?? '']),
  );
}

/** What `apt-get upgrade` leaves of dpkg's database, as a layer. */
function statusLayer(layers: readonly Buffer[], fixes: ReadonlyMap<string, string>): Buffer {
  const text = layers.map(statusOf).findLast((status) => status !== undefined) ?? '';
  const stanzas = text.split('\n\n').map((stanza) => {
    const name = /^Package: (.*)$/m.exec(stanza)?.[1] ?? '';
    const version = fixes.get(name);
    return version === undefined ? stanza : stanza.replace(/^Version: .*$/m, `Version: ${version}`);
  });
  return tarOf(tarFile(STATUS, stanzas.join('\n\n')));
}

function statusOf(layer: Buffer): string | undefined {
  const names = execFileSync('tar', ['tf', '-'], { input: layer, maxBuffer: 2 ** 28 }).toString();
  const path = names.split('\n').find((one) => one.replace(/^\.\//, '') === STATUS);
  if (path === undefined) return undefined;
  return execFileSync('tar', ['xOf', '-', path], { input: layer, maxBuffer: 2 ** 28 }).toString();
}
