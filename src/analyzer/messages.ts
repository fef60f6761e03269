import type { Failure, Limits } from '../base/index.ts';
import type {
  DiffId,
  Digest,
  LayerInventory,
  LayerSecrets,
  OwnedPath,
  Ownership,
  SecretPlace,
  Unit,
} from '../model/index.ts';
import {
  type Check,
  isBytes,
  isCount,
  isList,
  isOneOf,
  isShape,
  isText,
  isTextMap,
  optional,
} from './check.ts';
import { isSentSbom } from './sbom-message.ts';
import type { SentSbom } from './sbom-message.ts';
import { isDiagnostic, isDiffId, isDigest, isPackage } from './shapes.ts';

/** What a worker inherits open: its scratch file, and from the next on the files of layers. */
export const SCRATCH_DESCRIPTOR = 4;
export const FIRST_DESCRIPTOR = 5;

/** One layer to read, as the parent asks a worker. */
export interface LayerTask {
  readonly kind: 'layer';
  readonly source:
    /** A range of an inherited file. */
    | {
        readonly kind: 'file';
        readonly descriptor: number;
        readonly offset: number;
        readonly length: number;
      }
    /**
     * Frames on standard input, `{bytes: uint32 LE, bytes}`, ended by an empty one. Repeatable: after
     * the message `again` they come once more.
     */
    | { readonly kind: 'frames'; readonly isRepeatable: boolean };
  readonly digest?: Digest;
  readonly diffId?: DiffId;
  readonly size?: number;
  readonly searchesSecrets?: boolean;
  readonly limits: Limits;
}

/** A layer as a worker gets it. */
export interface GivenLayer extends LayerTask {
  /** Whether it has inherited a scratch file. */
  readonly hasScratch: boolean;
}

export type GivenTask = GivenLayer | SbomTask;

/** An SBOM to read, in frames on standard input. */
export interface SbomTask {
  readonly kind: 'sbom';
  readonly reference: string;
  readonly limits: Limits;
}

export type WorkerMessage =
  | { readonly kind: 'progress'; readonly bytes: number }
  | { readonly kind: 'again' }
  | { readonly kind: 'layer'; readonly layer: LayerInventory }
  | { readonly kind: 'sbom'; readonly sbom: SentSbom }
  | { readonly kind: 'failure'; readonly failure: Failure };

/** A frame of this length says that its source broke off. */
export const BROKEN_OFF = 0xffffffff;

const isLayerSecrets = isShape<LayerSecrets>({
  places: isList(
    isShape<SecretPlace>({ rule: isText, path: isText, line: isCount, begins: isText }),
  ),
  count: isCount,
  inExamples: isCount,
  files: isCount,
  bytes: isCount,
  unsearched: isCount,
});

const isOwnership = isShape<Ownership>({
  owner: isText,
  paths: isList(isShape<OwnedPath>({ path: isText, digest: optional(isText) })),
});

const isUnit = isShape<Unit>({
  cataloger: isText,
  path: isText,
  digest: isDigest,
  md5: isText,
  sha1: isText,
  packages: isList(isPackage),
  ownership: isList(isOwnership),
  facts: isTextMap,
});

/** To the last field: what comes from a worker, or was kept in a file. */
export const isLayerInventory: Check<LayerInventory> = isShape<LayerInventory>({
  digest: isDigest,
  diffId: isDiffId,
  compressedSize: isCount,
  size: isCount,
  entries: isCount,
  units: isList(isUnit),
  releaseFiles: isTextMap,
  paths: isBytes,
  files: isBytes,
  secrets: optional(isLayerSecrets),
  diagnostics: isList(isDiagnostic),
});

const isFailure = isShape<Failure>({ code: isText, message: isText });

const MESSAGES = [
  isShape<WorkerMessage & { kind: 'progress' }>({ kind: isOneOf('progress'), bytes: isCount }),
  isShape<WorkerMessage & { kind: 'again' }>({ kind: isOneOf('again') }),
  isShape<WorkerMessage & { kind: 'layer' }>({ kind: isOneOf('layer'), layer: isLayerInventory }),
  isShape<WorkerMessage & { kind: 'sbom' }>({ kind: isOneOf('sbom'), sbom: isSentSbom }),
  isShape<WorkerMessage & { kind: 'failure' }>({ kind: isOneOf('failure'), failure: isFailure }),
];

/**
 * Whether a worker answered as it should: it reads hostile bytes, so its word is checked to the
 * last field before the parent believes it.
 */
export function isWorkerMessage(value: unknown): value is WorkerMessage {
  return MESSAGES.some((isMessage) => isMessage(value));
}
