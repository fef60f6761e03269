import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { test } from 'node:test';
import { DEFAULT_LIMITS } from '../base/index.ts';
import type { Descriptor } from '../image/index.ts';
import type { Digest } from '../model/index.ts';
import { parseDigest } from '../model/index.ts';
import { attachedSboms } from './attached-sboms.ts';
import type { ContentStore } from './content.ts';

const OCI = 'application/vnd.oci.image.';
const IN_TOTO = 'application/vnd.in-toto+json';
const PREDICATE = 'in-toto.io/predicate-type';
const SPDX = 'https://spdx.dev/Document';

/** Blobs by digest, and what refers to a manifest. */
class Store implements ContentStore {
  readonly blobs = new Map<string, Uint8Array>();
  readonly refers: Descriptor[] = [];

  add(value: unknown, mediaType: string, more: Partial<Descriptor> = {}): Descriptor {
    const bytes = Buffer.from(JSON.stringify(value));
    const digest = parseDigest(`sha256:${hash('sha256', bytes, 'hex')}`);
    assert.ok(digest);
    this.blobs.set(digest, bytes);
    return { mediaType, digest, size: bytes.length, annotations: {}, urls: [], ...more };
  }

  read({ digest }: Descriptor): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.blobs.get(digest));
  }

  layer(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  referrers(): Promise<Uint8Array | undefined> {
    const index = { schemaVersion: 2, mediaType: `${OCI}index.v1+json`, manifests: this.refers };
    return Promise.resolve(this.refers.length > 0 ? Buffer.from(JSON.stringify(index)) : undefined);
  }
}

function manifest(store: Store, layers: readonly Descriptor[], more?: Partial<Descriptor>) {
  const config = store.add({}, `${OCI}config.v1+json`);
  const type = `${OCI}manifest.v1+json`;
  return store.add({ schemaVersion: 2, mediaType: type, config, layers }, type, more);
}

function statement(store: Store, predicateType: string, name: string): Descriptor {
  const annotations = { [PREDICATE]: predicateType };
  return store.add({ predicateType, predicate: { name } }, IN_TOTO, { annotations });
}

function indexOf(store: Store, manifests: readonly Descriptor[]): Descriptor {
  const mediaType = `${OCI}index.v1+json`;
  return store.add({ schemaVersion: 2, mediaType, manifests }, mediaType);
}

function attestation(store: Store, image: Digest, layers: readonly Descriptor[]): Descriptor {
  const annotations = {
    'vnd.docker.reference.type': 'attestation-manifest',
    'vnd.docker.reference.digest': image,
  };
  return manifest(store, layers, { annotations });
}

test('the bills of materials of the image’s attestations are read, not those of another, nor its provenance', async () => {
  const store = new Store();
  const image = manifest(store, [statement(store, SPDX, 'the image’s own layer')]);
  const other = manifest(store, []);
  const own = attestation(store, image.digest, [
    statement(store, SPDX, 'own'),
    statement(store, 'https://slsa.dev/provenance/v1', 'provenance'),
  ]);
  const foreign = attestation(store, other.digest, [statement(store, SPDX, 'foreign')]);
  const root = indexOf(store, [image, own, other, foreign]);
  const { documents, diagnostics } = await attachedSboms(
    store,
    [root],
    image.digest,
    DEFAULT_LIMITS,
  );
  assert.deepEqual(
    documents.map(({ place, bytes }) => [place, /"name":"(\w+)"/.exec(String(bytes))?.[1]]),
    [[`attestation ${own.digest}`, 'own']],
  );
  assert.deepEqual(diagnostics, []);
});

test('artifacts that refer to the image are read by their type', async () => {
  const store = new Store();
  const image = manifest(store, []);
  const type = 'application/vnd.cyclonedx+json';
  const bom = manifest(store, [store.add({ bomFormat: 'CycloneDX' }, type)], {
    artifactType: type,
  });
  const signature = manifest(store, [store.add({ a: 1 }, type)], { artifactType: 'application/x' });
  store.refers.push(bom, signature);
  const { documents } = await attachedSboms(store, [image], image.digest, DEFAULT_LIMITS);
  assert.deepEqual(
    documents.map(({ place }) => place),
    [`referrer ${bom.digest}`],
  );
});

test('what is damaged, absent or too large is told of, and the rest is read', async () => {
  const store = new Store();
  const image = manifest(store, []);
  const [damaged, absent, large, sound] = ['damaged', 'absent', 'large', 'sound'].map((name) =>
    statement(store, SPDX, name),
  );
  assert.ok(damaged && absent && large && sound);
  store.blobs.set(damaged.digest, Buffer.from('{}'));
  store.blobs.delete(absent.digest);
  const layers = [damaged, absent, { ...large, size: 2 ** 30 }, sound];
  const gone = attestation(store, image.digest, []);
  store.blobs.delete(gone.digest);
  const root = indexOf(store, [image, attestation(store, image.digest, layers), gone]);
  const { documents, diagnostics } = await attachedSboms(
    store,
    [root],
    image.digest,
    DEFAULT_LIMITS,
  );
  assert.equal(documents.length, 1);
  assert.deepEqual(
    diagnostics.map(({ code }) => code),
    Array.from({ length: 4 }, () => 'sources.sbom.unread'),
  );
});

test('no more than twenty are read', async () => {
  const store = new Store();
  const image = manifest(store, []);
  const layers = Array.from({ length: 25 }, (_, at) => statement(store, SPDX, `n${at}`));
  const root = indexOf(store, [image, attestation(store, image.digest, layers)]);
  const { documents, diagnostics } = await attachedSboms(
    store,
    [root],
    image.digest,
    DEFAULT_LIMITS,
  );
  assert.deepEqual([documents.length, diagnostics.length], [20, 1]);
});
