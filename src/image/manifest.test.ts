import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_LIMITS } from '../base/index.ts';
import type { Limits } from '../base/index.ts';
import { historyOf, parseConfig } from './config.ts';
import { isAttestation, parseManifest, unsupportedReason } from './manifest.ts';
import { mediaKindOf } from './media-types.ts';

const OCI = 'application/vnd.oci.image.';
const DIGEST = `sha256:${'a'.repeat(64)}`;
const CONFIG = { mediaType: `${OCI}config.v1+json`, digest: DIGEST, size: 2 };
const LAYER = { mediaType: `${OCI}layer.v1.tar+gzip`, digest: DIGEST, size: 3 };
const IMAGE = {
  schemaVersion: 2,
  mediaType: `${OCI}manifest.v1+json`,
  config: CONFIG,
  layers: [LAYER],
};
const CHILD = {
  mediaType: IMAGE.mediaType,
  digest: DIGEST,
  size: 4,
  platform: { os: 'linux', architecture: 'arm', variant: 'v7' },
};
const INDEX = { schemaVersion: 2, mediaType: `${OCI}index.v1+json`, manifests: [CHILD] };

/** The kind, or the code of the failure. */
function outcome(value: unknown, mediaType?: string, limits: Partial<Limits> = {}): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const parsed = parseManifest(
    Buffer.from(text),
    'the manifest',
    { ...DEFAULT_LIMITS, ...limits },
    mediaType,
  );
  return parsed.ok ? parsed.value.kind : parsed.error.code;
}

test('images and indexes are read, of OCI and of Docker, with a media type or without', () => {
  const docker = 'application/vnd.docker.distribution.manifest';
  assert.equal(outcome(IMAGE, `${IMAGE.mediaType}; charset=utf-8`), 'image');
  assert.equal(outcome({ ...IMAGE, mediaType: undefined }), 'image');
  assert.equal(outcome({ ...IMAGE, mediaType: `${docker}.v2+json` }), 'image');
  assert.equal(outcome({ ...IMAGE, layers: [] }), 'image');
  assert.equal(outcome(INDEX), 'index');
  assert.equal(
    outcome({ ...INDEX, mediaType: `${docker}.list.v2+json` }, `${docker}.list.v2+json`),
    'index',
  );
  assert.equal(outcome(INDEX, 'application/json'), 'index');
  const parsed = parseManifest(Buffer.from(JSON.stringify(INDEX)), 'x', DEFAULT_LIMITS);
  assert.ok(parsed.ok && parsed.value.kind === 'index');
  assert.deepEqual(parsed.value.manifests, [{ ...CHILD, annotations: {}, urls: [] }]);
});

test('what can be read in two ways is refused (GHSA-qq97-vm5h-rrhg)', () => {
  const twice = JSON.stringify(IMAGE).replace('"layers"', '"layers":[],"layers"');
  const cases: readonly (readonly [unknown, string?])[] = [
    [{ ...IMAGE, manifests: [CHILD] }],
    [{ schemaVersion: 2, config: CONFIG, manifests: [CHILD] }],
    [{ ...IMAGE, fsLayers: [] }],
    [{ ...IMAGE, mediaType: INDEX.mediaType }],
    [{ ...INDEX, mediaType: IMAGE.mediaType }],
    [{ ...IMAGE, mediaType: undefined }, INDEX.mediaType],
    [IMAGE, 'application/vnd.docker.distribution.manifest.v2+json'],
    [twice],
    [{ ...IMAGE, Layers: [] }],
    [{ ...IMAGE, layers: undefined, Layers: [LAYER] }],
    [{ ...IMAGE, ['layer\u017f']: [LAYER] }],
    [JSON.stringify(IMAGE).replace('"size":3', '"size":3,"Size":4')],
  ];
  for (const [value, mediaType] of cases) {
    assert.equal(outcome(value, mediaType), 'image.manifest.ambiguous', JSON.stringify(value));
  }
});

test('what is no manifest, or over a limit, is refused with the reason', () => {
  const cases: readonly (readonly [unknown, string, Partial<Limits>?])[] = [
    ['{', 'image.manifest.malformed'],
    ['[]', 'image.manifest.malformed'],
    ['{}', 'image.manifest.malformed'],
    [{ ...IMAGE, config: { ...CONFIG, digest: 'sha256:short' } }, 'image.manifest.malformed'],
    [{ ...IMAGE, layers: [{ ...LAYER, size: -1 }] }, 'image.manifest.malformed'],
    [{ ...INDEX, manifests: 'x' }, 'image.manifest.malformed'],
    [{ schemaVersion: 1, fsLayers: [], history: [] }, 'image.manifest.schema1'],
    [{ ...IMAGE, layers: [LAYER, LAYER] }, 'image.manifest.too-many', { layers: 1 }],
    [{ ...INDEX, manifests: [CHILD, CHILD] }, 'image.manifest.too-many', { indexManifests: 1 }],
    [IMAGE, 'image.manifest.malformed', { manifestBytes: 10 }],
    [`{"a":${'['.repeat(200)}`, 'image.manifest.malformed'],
  ];
  for (const [value, code, limits] of cases) assert.equal(outcome(value, undefined, limits), code);
});

test('artifacts are told from images, attestations from platforms', () => {
  const chart = { ...CONFIG, mediaType: 'application/vnd.cncf.helm.config.v1+json' };
  const intoto = { ...LAYER, mediaType: 'application/vnd.in-toto+json' };
  assert.equal(reason(IMAGE), undefined);
  assert.equal(reason({ ...IMAGE, layers: [] }), undefined);
  assert.match(reason({ ...IMAGE, config: chart, layers: [intoto] }) ?? '', /helm\.config/);
  assert.match(reason({ ...IMAGE, layers: [intoto] }) ?? '', /in-toto/);
  const unknown = { ...CHILD, platform: { os: 'unknown', architecture: 'unknown' } };
  const noted = { ...CHILD, annotations: { 'vnd.docker.reference.type': 'attestation-manifest' } };
  const parsed = parseManifest(
    Buffer.from(JSON.stringify({ ...INDEX, manifests: [CHILD, unknown, noted] })),
    'x',
    DEFAULT_LIMITS,
  );
  assert.ok(parsed.ok && parsed.value.kind === 'index');
  assert.deepEqual(parsed.value.manifests.map(isAttestation), [false, true, true]);
});

test('media types say what bytes are', () => {
  const cases: readonly (readonly [string, string])[] = [
    [`${OCI}layer.v1.tar+zstd`, 'layer'],
    ['application/vnd.docker.image.rootfs.diff.tar.gzip', 'layer'],
    ['application/vnd.docker.image.rootfs.foreign.diff.tar.gzip', 'foreign-layer'],
    [`${OCI}layer.nondistributable.v1.tar+gzip`, 'foreign-layer'],
    ['application/vnd.docker.distribution.manifest.v1+prettyjws', 'schema1'],
    ['application/vnd.oci.empty.v1+json', 'other'],
    ['constructor', 'other'],
  ];
  for (const [mediaType, kind] of cases) assert.equal(mediaKindOf(mediaType), kind, mediaType);
});

test('a config is read whatever is missing, and its history is held to its layers', () => {
  const history = [
    { created_by: 'ADD' },
    { created_by: 'ENV', empty_layer: true },
    { created_by: 'RUN' },
  ];
  const rootfs = { type: 'layers', diff_ids: [DIGEST, DIGEST] };
  const whole = config({
    os: 'linux',
    architecture: 'arm64',
    history,
    rootfs,
    config: { Cmd: ['sh', 1], Labels: { a: 'b', __proto__: 1 }, ExposedPorts: { '80/tcp': {} } },
  });
  assert.ok(whole.ok);
  assert.deepEqual(
    [whole.value.config.command, whole.value.config.exposedPorts],
    [['sh'], ['80/tcp']],
  );
  assert.deepEqual(
    historyOf(whole.value.config, 2)?.map(({ createdBy }) => createdBy),
    ['ADD', 'RUN'],
  );

  const lying = config({ history, rootfs: { diff_ids: [DIGEST] } });
  assert.ok(lying.ok);
  assert.deepEqual(lying.value.platform, { os: 'linux', architecture: 'amd64' });
  assert.equal(historyOf(lying.value.config, 1), undefined);

  assert.ok(config({ history: 'x', config: null, rootfs: [] }).ok);
  const broken = config({ rootfs: { diff_ids: ['sha256:x'] } });
  assert.ok(!broken.ok && broken.error.code === 'image.config.malformed');
});

test('what looks secret in a config is not taken over', () => {
  const read = config({
    history: [{ created_by: '|1 NPM_TOKEN=hunter2 /bin/sh -c npm ci' }],
    rootfs: { diff_ids: [DIGEST] },
    config: { Cmd: ['serve', '--password=hunter2'], Entrypoint: ['x', 'API_KEY=hunter2'] },
  });
  assert.ok(read.ok);
  const { history, command, entrypoint } = read.value.config;
  assert.ok(!JSON.stringify([history, command, entrypoint]).includes('hunter2'));
  assert.match(history[0]?.createdBy ?? '', /npm ci$/);
});

function reason(value: unknown): string | undefined {
  const parsed = parseManifest(Buffer.from(JSON.stringify(value)), 'x', DEFAULT_LIMITS);
  assert.ok(parsed.ok && parsed.value.kind === 'image');
  return unsupportedReason(parsed.value);
}

function config(value: unknown): ReturnType<typeof parseConfig> {
  return parseConfig(Buffer.from(JSON.stringify(value)), 'the config', DEFAULT_LIMITS);
}
