import type { DiffId, Digest } from '../model/index.ts';
import type { Summary } from '../report/index.ts';
import type { BuiltImage, KnownImage, PublicBase } from './base-ports.ts';
import type { BasePrediction } from './predict.ts';

/** What an image is built on, as far as is known, and what is built on it. */
export interface ImageHierarchy {
  /** Of the image manifest. */
  readonly digest: Digest;
  readonly platform: string;
  /** The longest chains first. */
  readonly levels: readonly HierarchyLevel[];
  readonly uses: readonly BaseUse[];
}

/** The lowest layers of an image, which are those of another image. */
export interface HierarchyLevel {
  /** How many. */
  readonly layers: number;
  /**
   * `certain`: the provenance of the image says so. `medium`: several repositories have such an image, and which of
   * them was meant is not known.
   */
  readonly confidence: 'certain' | 'high' | 'medium';
  /** By the tags that lead or led to it, those that lead to it now first. */
  readonly images: readonly KnownImage[];
  /** What was imported. */
  readonly elsewhere: readonly PublicBase[];
}

/** An image that a tag leads to now and that is built on the one asked for. */
export interface BaseUse extends BuiltImage {
  /** It is built on what the tag asked for led to before. */
  readonly isStale: boolean;
}

/** Another base, and what the image is expected to be on it. */
export interface BaseOption {
  /** `refresh`: the same tag, as it is now. */
  readonly kind: 'refresh' | 'change';
  readonly repository: string;
  readonly tag: string;
  readonly digest: Digest;
  /** Absent where one of the images has no result of the present analyzer. */
  readonly prediction?: BasePrediction;
}

export interface NamedBase {
  readonly repository: string;
  readonly tag: string;
  readonly digest: Digest;
}

/** What a push that changed the base was expected to do, and what it did. */
export interface AfterPush {
  /** Of the image that the tag had before. */
  readonly before: Digest;
  readonly at: string;
  readonly from: NamedBase;
  readonly to: NamedBase;
  /** Of the image before, of it on the new base, and of the image that was pushed: all by the advisories of now. */
  readonly past: Summary;
  readonly predicted: Summary;
  readonly actual: Summary;
}

export interface OtherBases {
  /** The same tags first. */
  readonly options: readonly BaseOption[];
  readonly afterPush?: AfterPush;
}

export interface BasesAsked {
  /** `linux/arm64`; without it as elsewhere. */
  readonly platform?: string;
  /** Whose images the asker may read: nothing of others is told. */
  readonly repositoryIds: readonly number[];
}

/** An image of elsewhere, by what its manifest and config say. */
export interface ImportedBase {
  /** As people write it: `docker.io/library/debian:12`. */
  readonly reference: string;
  readonly digest: Digest;
  readonly platform: string;
  readonly diffIds: readonly DiffId[];
  readonly by: string;
}
