import assert from 'node:assert/strict';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { DEFAULT_LIMITS } from '../base/index.ts';
import {
  mutated,
  mutatedDocument,
  mutatedTar,
  mutatedText,
  mutationTest,
  outcomeOfResult,
  pick,
} from '../mutated.contract.ts';
import { historyOf, parseConfig } from './config.ts';
import { readLayer } from './layer.ts';
import { isAttestation, parseManifest, unsupportedReason } from './manifest.ts';
import { cleanPath, decodeName, whiteoutOf } from './path.ts';
import { choosePlatform, formatPlatform, normalizePlatform, parsePlatform } from './platform.ts';
import { detectDistro } from './release-files.ts';
import { linkTree, resolvePath } from './resolve-path.ts';
import { generateTars } from './tar-generator.ts';
import type { TarHandler } from './tar-walker.ts';
import { TarWalker } from './tar-walker.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const OCI = 'application/vnd.oci.image.';
const CONFIG = { mediaType: `${OCI}config.v1+json`, digest: DIGEST, size: 2 };
const LAYER = { mediaType: `${OCI}layer.v1.tar+gzip`, digest: DIGEST, size: 3, urls: ['x'] };
const PLATFORM = { os: 'linux', architecture: 'arm', variant: 'v7' };
const MANIFESTS = [
  {
    schemaVersion: 2,
    mediaType: `${OCI}manifest.v1+json`,
    config: CONFIG,
    layers: [LAYER, LAYER],
    annotations: { a: 'b' },
  },
  {
    schemaVersion: 2,
    mediaType: `${OCI}index.v1+json`,
    manifests: [
      { mediaType: `${OCI}manifest.v1+json`, digest: DIGEST, size: 4, platform: PLATFORM },
      { mediaType: '', digest: DIGEST, size: 4, annotations: { 'vnd.docker.reference.type': 'x' } },
    ],
  },
].map((document) => JSON.stringify(document));

mutationTest(
  'manifests and indexes',
  (random) => mutatedDocument(MANIFESTS, random),
  (bytes) => {
    const parsed = parseManifest(bytes, 'it', DEFAULT_LIMITS);
    if (parsed.ok && parsed.value.kind === 'image') unsupportedReason(parsed.value);
    if (parsed.ok && parsed.value.kind === 'index') {
      parsed.value.manifests.map(isAttestation);
      choosePlatform(parsed.value.manifests, PLATFORM);
    }
    return parsed.ok ? parsed.value.kind : 'refused';
  },
  ['image', 'index', 'refused'],
);

const IMAGE_CONFIG = JSON.stringify({
  os: 'linux',
  architecture: 'arm64',
  variant: 'v8',
  created: '2024-05-01T00:00:00Z',
  config: {
    Cmd: ['sh'],
    Entrypoint: ['a'],
    Env: ['A=b'],
    Labels: { a: 'b' },
    ExposedPorts: { '80/tcp': {} },
    User: 'x',
    WorkingDir: '/x',
  },
  rootfs: { type: 'layers', diff_ids: [DIGEST, DIGEST] },
  history: [{ created_by: 'ADD' }, { created_by: 'ENV', empty_layer: true }, { comment: 'x' }],
});

mutationTest(
  'image configs',
  (random) => mutatedDocument([IMAGE_CONFIG], random),
  (bytes) => {
    const parsed = parseConfig(bytes, 'it', DEFAULT_LIMITS);
    if (!parsed.ok) return 'refused';
    historyOf(parsed.value.config, 2);
    normalizePlatform(parsed.value.platform);
    return 'read';
  },
);

mutationTest(
  'platforms',
  (random) => mutatedText(['linux/amd64', 'linux/arm/v7', 'windows/amd64'], random),
  (text) => {
    const parsed = parsePlatform(text);
    if (parsed.ok) assert.ok(parsePlatform(formatPlatform(parsed.value)).ok);
    return outcomeOfResult(parsed);
  },
);

/** Reads everything, and keeps nothing. */
const READER: TarHandler = { entry: () => 'take', data: () => undefined, end: () => undefined };

/** Some hundred tars of all kinds that Go's writer and others make. */
const TARS = [...generateTars(11, 300)];

mutationTest(
  'tars',
  (random) => {
    const tar = pick(TARS, random);
    return random() % 4 === 0 ? tar : mutatedTar(tar, random);
  },
  (tar) => {
    const walker = new TarWalker(READER, DEFAULT_LIMITS);
    walker.push(tar.subarray(0, tar.length >> 1));
    walker.push(tar.subarray(tar.length >> 1));
    walker.end();
    return 'read';
  },
);

const LAYERS = TARS.slice(0, 50).flatMap((tar) => [gzipSync(tar), zstdCompressSync(tar), tar]);

mutationTest(
  'layers, compressed or not',
  (random) => (random() % 8 === 0 ? pick(LAYERS, random) : mutated(pick(LAYERS, random), random)),
  async (bytes) => outcomeOfResult(await readLayer(chunksOf(bytes), {}, READER, DEFAULT_LIMITS)),
);

const NAMES = ['usr/lib/.wh.x', 'a/.wh..wh..opq', '.wh..wh.plnk/1', './a//b/../c', '../../é', '/'];

mutationTest(
  'names of entries, whiteouts and links',
  (random) => {
    const name = () => {
      const text = Buffer.from(mutatedText(NAMES, random));
      return text.length > 0 && random() % 4 === 0 ? Buffer.from(mutated(text, random)) : text;
    };
    return [name(), name(), name()] as const;
  },
  ([bytes, link, target]) => {
    const path = cleanPath(decodeName(bytes));
    assert.ok(path.isWellFormed() && cleanPath(path) === path);
    const whiteout = whiteoutOf(path);
    if (whiteout !== undefined) assert.equal(cleanPath(whiteout.path), whiteout.path);
    const tree = linkTree(new Map([[cleanPath(decodeName(link)), decodeName(target)]]));
    const resolved = resolvePath(path, tree, DEFAULT_LIMITS.symlinks);
    if (resolved !== undefined) assert.equal(cleanPath(resolved), resolved);
    return whiteout?.kind ?? 'name';
  },
  ['removed', 'opaque', 'ignored', 'name'],
);

const RELEASES: readonly (readonly [path: string, text: string])[] = [
  [
    'etc/os-release',
    `NAME="Debian"\nID=debian\nID_LIKE='a b'\nVERSION_ID="12"\nVERSION="12 (x)"\nVERSION_CODENAME=x\nPRETTY_NAME="a \\"b\\""\nCPE_NAME="cpe:/o:a:b"\n`,
  ],
  ['etc/centos-release', 'CentOS Linux release 7.9.2009 (Core)\n'],
  ['etc/system-release-cpe', 'cpe:2.3:o:amazon:linux:2:*:*:*:*:*:*:*\n'],
  ['etc/alpine-release', '3.20.1\n'],
  ['etc/debian_version', 'trixie/sid\n'],
  ['etc/lsb-release', 'DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=22.04\nDISTRIB_CODENAME=jammy\n'],
];

mutationTest(
  'release files',
  (random) => {
    const [path] = pick(RELEASES, random);
    const text = mutatedText(
      RELEASES.filter(([other]) => other === path || random() % 8 === 0).map(([, text]) => text),
      random,
    );
    return { [path]: text, 'etc/debian_version': mutatedText(['12.5', 'x'], random) };
  },
  (files) => {
    const distro = detectDistro(files);
    if (distro === undefined) return 'unknown';
    assert.notEqual(distro.id, '');
    return 'read';
  },
  ['read', 'unknown'],
);

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes.subarray(0, bytes.length >> 1);
  yield bytes.subarray(bytes.length >> 1);
}
