import type { Failure, Limits, Result } from '../base/index.ts';
import {
  arrayOf,
  err,
  failure,
  isRecord,
  ok,
  parseJson,
  recordOf,
  stringOf,
  stringsOf,
} from '../base/index.ts';
import type { HistoryLine, ImageConfig, Platform } from '../image/index.ts';
import type { DiffId, Digest } from '../model/index.ts';
import { asDiffId, parseDigest } from '../model/index.ts';

/** https://github.com/opencontainers/image-spec/blob/main/descriptor.md */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
  readonly platform?: Platform;
  readonly artifactType?: string;
  readonly annotations: Readonly<Record<string, string>>;
  /** Where a foreign layer may be had. Never fetched. */
  readonly urls: readonly string[];
}

export type Manifest =
  | { readonly kind: 'index'; readonly manifests: readonly Descriptor[] }
  | {
      readonly kind: 'image';
      readonly mediaType: string;
      readonly config: Descriptor;
      readonly layers: readonly Descriptor[];
    };

/** An image config with the platform that it was built for. */
export interface ParsedConfig {
  readonly config: ImageConfig;
  readonly platform: Platform;
}

const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

/** An OCI or Docker schema 2 manifest or index; `what` names it in messages. */
export function parseManifest(
  bytes: Uint8Array,
  what: string,
  limits: Limits,
): Result<Manifest, Failure> {
  const json = parseJson(bytes, { nesting: limits.nesting, bytes: limits.manifestBytes });
  if (!json.ok) return err(failure('sources.manifest', `${what}: ${json.error.message}`));
  const root = recordOf(json.value);
  if (root['schemaVersion'] === 1) {
    const message = `${what} is a Docker schema 1 manifest, which names no config; push the image again with a Docker of 2016 or later`;
    return err(failure('sources.manifest.schema1', message));
  }
  if (Array.isArray(root['manifests'])) {
    const manifests = descriptorsOf(root['manifests']);
    return manifests
      ? ok({ kind: 'index', manifests })
      : broken(what, 'a descriptor of its manifests');
  }
  const config = descriptorOf(root['config']);
  const layers = descriptorsOf(arrayOf(root['layers']));
  if (config === undefined) return broken(what, 'its config descriptor');
  if (layers === undefined) return broken(what, 'a layer descriptor');
  if (layers.length > limits.layers) {
    const message = `${what} has ${layers.length} layers, over the limit layers of ${limits.layers}`;
    return err(failure('sources.limit', message));
  }
  return ok({
    kind: 'image',
    mediaType: stringOf(root['mediaType']) ?? OCI_MANIFEST,
    config,
    layers,
  });
}

/** https://github.com/opencontainers/image-spec/blob/main/config.md */
export function parseConfig(
  bytes: Uint8Array,
  what: string,
  limits: Limits,
): Result<ParsedConfig, Failure> {
  const json = parseJson(bytes, { nesting: limits.nesting, bytes: limits.configBytes });
  if (!json.ok) return err(failure('sources.config', `${what}: ${json.error.message}`));
  if (!isRecord(json.value)) return broken(what, 'an object');
  const root = json.value;
  const inner = recordOf(root['config']);
  const diffIds = arrayOf(recordOf(root['rootfs'])['diff_ids']).map(diffIdOf);
  if (diffIds.includes(undefined)) return broken(what, 'a diff id of its rootfs');
  const created = stringOf(root['created']);
  const user = stringOf(inner['User']);
  const workingDirectory = stringOf(inner['WorkingDir']);
  return ok({
    platform: platformOf(root) ?? { os: 'linux', architecture: 'amd64' },
    config: {
      ...(created && { created }),
      ...(user && { user }),
      entrypoint: stringsOf(inner['Entrypoint']),
      command: stringsOf(inner['Cmd']),
      environment: stringsOf(inner['Env']),
      exposedPorts: Object.keys(recordOf(inner['ExposedPorts'])),
      ...(workingDirectory && { workingDirectory }),
      labels: textsOf(inner['Labels']),
      diffIds: diffIds.filter((diffId) => diffId !== undefined),
      history: arrayOf(root['history']).map(historyLineOf),
    },
  });
}

function historyLineOf(value: unknown): HistoryLine {
  const line = recordOf(value);
  const createdBy = stringOf(line['created_by']);
  const created = stringOf(line['created']);
  const comment = stringOf(line['comment']);
  return {
    ...(createdBy && { createdBy }),
    ...(created && { created }),
    ...(comment && { comment }),
    isEmptyLayer: line['empty_layer'] === true,
  };
}

function descriptorsOf(values: readonly unknown[]): readonly Descriptor[] | undefined {
  const descriptors = values.map(descriptorOf);
  const sound = descriptors.filter((descriptor) => descriptor !== undefined);
  return sound.length === descriptors.length ? sound : undefined;
}

function descriptorOf(value: unknown): Descriptor | undefined {
  const record = recordOf(value);
  const digest = parseDigest(stringOf(record['digest']) ?? '');
  const size = record['size'];
  if (digest === undefined || typeof size !== 'number' || !Number.isSafeInteger(size))
    return undefined;
  if (size < 0) return undefined;
  const platform = platformOf(recordOf(record['platform']));
  const artifactType = stringOf(record['artifactType']);
  return {
    mediaType: stringOf(record['mediaType']) ?? '',
    digest,
    size,
    ...(platform && { platform }),
    ...(artifactType && { artifactType }),
    annotations: textsOf(record['annotations']),
    urls: stringsOf(record['urls']),
  };
}

function platformOf(record: Readonly<Record<string, unknown>>): Platform | undefined {
  const os = stringOf(record['os']);
  const architecture = stringOf(record['architecture']);
  const variant = stringOf(record['variant']);
  if (!os || !architecture) return undefined;
  return { os, architecture, ...(variant && { variant }) };
}

function diffIdOf(value: unknown): DiffId | undefined {
  const digest = parseDigest(stringOf(value) ?? '');
  return digest && asDiffId(digest);
}

function textsOf(value: unknown): Readonly<Record<string, string>> {
  const texts = Object.entries(recordOf(value)).flatMap(([key, text]) =>
    typeof text === 'string' ? [[key, text] as const] : [],
  );
  return Object.fromEntries(texts);
}

function broken(what: string, part: string): Result<never, Failure> {
  return err(failure('sources.manifest', `${what} lacks ${part}, or it is malformed`));
}
