import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { arrayOf, recordOf } from '../src/base/index.ts';
import { byteViewOf } from '../src/ecosystems/byte-view.ts';
import { readBuildInfo } from '../src/ecosystems/golang/build-info.ts';
import { readExecutable } from '../src/ecosystems/read-executable.ts';

/** The folder of built images (shared/images): each has `oci/`, an OCI layout. */
const CORPUS = process.env['TEST_CORPUS'];
const IMAGES = ['go-bins', 'scratch-go', 'rust-bins'];
/** Each pair of byte order, width and format that Go still builds for. */
const PLATFORMS = ['linux/amd64', 'linux/s390x', 'windows/386', 'darwin/arm64'];
const CHUNK = 262_139;

const inCi = process.env['CI'] === 'true';
const hasGo = spawnSync('go', ['version']).status === 0;
const skipAll = hasGo || inCi ? false : 'SKIPPED: no Go here to compare with';
const skipCorpus =
  skipAll || (CORPUS || inCi ? false : 'SKIPPED: TEST_CORPUS names no folder of built images');

const scratch = mkdtempSync(join(tmpdir(), 'drydock-go-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

for (const image of IMAGES) {
  test(`every program of ${image} tells what go version -m tells`, { skip: skipCorpus }, () => {
    assert.ok(CORPUS, 'TEST_CORPUS names no folder of built images');
    const folder = join(scratch, image);
    for (const layer of layersOf(join(CORPUS, image, 'oci'))) unpack(layer, folder);
    const programs = programsIn(folder);
    assert.ok(programs.length > 0);
    const withInfo = programs.filter((path) => compare(path));
    assert.equal(withInfo.length > 0, image !== 'rust-bins', `${withInfo.length} Go programs`);
  });
}

test('programs built now, for several platforms, tell the same', { skip: skipAll }, () => {
  const source = join(scratch, 'source');
  mkdirSync(source);
  writeFileSync(join(source, 'go.mod'), 'module example.com/app\n');
  writeFileSync(
    join(source, 'main.go'),
    'package main\n\nvar version string\n\nfunc main() { println(version) }\n',
  );
  for (const platform of PLATFORMS) {
    const [GOOS = '', GOARCH = ''] = platform.split('/');
    const program = join(scratch, `app-${GOOS}-${GOARCH}`);
    execFileSync('go', ['build', '-ldflags=-X main.version=1.2.3', '-o', program], {
      cwd: source,
      env: { ...process.env, GOOS, GOARCH, CGO_ENABLED: '0', GOFLAGS: '-mod=mod' },
    });
    assert.ok(compare(program), platform);
  }
});

/** Whether both found build info; fails where they differ. */
function compare(path: string): boolean {
  const bytes = readFileSync(path);
  const chunks = Array.from({ length: Math.ceil(bytes.length / CHUNK) }, (_, index) =>
    bytes.subarray(index * CHUNK, (index + 1) * CHUNK),
  );
  const file = byteViewOf(chunks);
  const info = readBuildInfo(file, readExecutable(file));
  const lines = info ? [`${path}: ${info.goVersion}`, ...info.modules.split('\n')] : [];
  const { stdout } = spawnSync('go', ['version', '-m', path], { encoding: 'utf8' });
  assert.deepEqual(
    lines.map(trimmed).filter(Boolean),
    stdout.split('\n').map(trimmed).filter(Boolean),
  );
  return info !== undefined;
}

/** `go version` indents modules, and leaves out the tab before a missing checksum. */
function trimmed(line: string): string {
  return line.trim();
}

function programsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => {
      const stat = lstatSync(path);
      return (
        stat.isFile() && stat.size > 64 && readFileSync(path).toString('latin1', 0, 4) === '\x7fELF'
      );
    });
}

function layersOf(layout: string): string[] {
  const blob = (descriptor: unknown): string => {
    const digest = String(recordOf(descriptor)['digest']);
    return join(layout, 'blobs', ...digest.split(':'));
  };
  const index: unknown = JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8'));
  const [image] = arrayOf(recordOf(index)['manifests']);
  const manifest: unknown = JSON.parse(readFileSync(blob(image), 'utf8'));
  return arrayOf(recordOf(manifest)['layers']).map(blob);
}

/** Devices cannot be made without root, and do not matter here. */
function unpack(layer: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  spawnSync('tar', [
    '-xzf',
    layer,
    '-C',
    folder,
    '--exclude=dev/*',
    '--exclude=.wh.*',
    '--no-same-owner',
  ]);
}
