import type { Diagnostic, Digest, DiffId } from '../model/index.ts';

/** An image that a source has found: what it says of itself, and how to get at its layers' bytes. */
export interface OpenedImage {
  /** As the person wrote it. */
  readonly reference: string;
  /** How it was read: `registry`, `docker-archive`, `oci-archive`, `oci-layout`, `folder`. */
  readonly kind: string;
  /** Of the image manifest; absent for docker archives (computed from the config) and folders. */
  readonly digest?: Digest;
  /** Of the image config: what Docker calls the image id. */
  readonly imageId?: Digest;
  readonly mediaType?: string;
  readonly platform: Platform;
  /** Every platform that the reference leads to, where it leads to several. */
  readonly platforms?: readonly Platform[];
  readonly config: ImageConfig;
  readonly layers: readonly LayerSource[];
  /** What was left out: attestations, other platforms, layers that cannot be had. */
  readonly diagnostics: readonly Diagnostic[];
  /** Bills of materials beside it, where a source can have any; read when they are asked for. */
  readonly attached?: () => Promise<AttachedSboms>;
  close(): Promise<void>;
}

export interface AttachedSboms {
  readonly documents: readonly {
    /** `attestation sha256:...`, `referrer sha256:...`. */
    readonly place: string;
    /** As they are: JSON of an unknown kind, or an in-toto statement of it. */
    readonly bytes: Uint8Array;
  }[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

/** What of the image config (OCI, `config.v1+json`) the product reads. */
export interface ImageConfig {
  readonly created?: string;
  readonly user?: string;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly environment: readonly string[];
  readonly exposedPorts: readonly string[];
  readonly workingDirectory?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly diffIds: readonly DiffId[];
  readonly history: readonly HistoryLine[];
}

export interface HistoryLine {
  readonly createdBy?: string;
  readonly created?: string;
  readonly comment?: string;
  readonly isEmptyLayer: boolean;
}

export interface LayerSource {
  /** Checked against the bytes as stored; absent where the source states none (docker archives). */
  readonly digest?: Digest;
  /** As the descriptor or the archive states it; `undefined`: unknown until read. */
  readonly size?: number;
  /** Checked against the inflated bytes; absent where the config lists none. */
  readonly diffId?: DiffId;
  readonly mediaType?: string;
  readonly bytes: LayerBytes;
}

export type LayerBytes =
  /** A range of a local file: a worker reads it through a descriptor of its own. */
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly offset: number;
      readonly length: number;
    }
  /** Bytes that must be fetched or made; may be opened again. */
  | { readonly kind: 'stream'; open(): Promise<AsyncIterable<Uint8Array>> }
  /** Passed already, while the archive that holds it was read: ask for it by this key. */
  | { readonly kind: 'passed'; readonly key: string }
  /** Cannot be had: a foreign layer that nobody stored. A gap. */
  | { readonly kind: 'absent'; readonly reason: string };
