import type { Digest } from '../model/index.ts';

/** Port: chains of layers, and which images have them. */
export interface BaseRecords {
  /** What tags led to and was not looked at yet. */
  unchained(limit: number): Promise<readonly Digest[]>;
  isChained(root: Digest): Promise<boolean>;
  /** Of a root the images in it; none: it is no image. */
  keepChains(root: Digest, chains: readonly ImageChain[]): Promise<void>;
  /** Images that are one of these chains whole, by the repositories whose tags led to them. */
  imagesOfChains(query: ChainQuery): Promise<readonly KnownImage[]>;
  /** Images of elsewhere that are one of these chains whole. */
  publicBases(chainIds: readonly string[]): Promise<readonly PublicBase[]>;
  /** What tags of a repository lead to now, on one platform; the last moved first. */
  currentImages(query: CurrentImagesQuery): Promise<readonly TaggedImage[]>;
  /** Chains of what a tag led to, on one platform: its own among them. */
  chainsOfTag(query: TagChainsQuery): Promise<readonly string[]>;
  /** Images that tags lead to now and that are built on one of these chains. */
  builtOn(query: ChainQuery): Promise<readonly BuiltImage[]>;
  /** Images that others are built on, by the tags that lead or led to them; the most used first. */
  basesInUse(repositoryIds: readonly number[], limit: number): Promise<readonly BaseInUse[]>;
  importBase(base: Omit<PublicBase, 'importedAt'> & { readonly by: string }): Promise<void>;
  /** Every one, by its reference. */
  listPublicBases(): Promise<readonly PublicBase[]>;
  /** All that were imported by that reference; false: none was. */
  removeBase(reference: string): Promise<boolean>;
}

/** An image of one platform, and the chain ids of its layers, the lowest first. */
export interface ImageChain {
  readonly digest: Digest;
  readonly platform: string;
  readonly chainIds: readonly string[];
}

export interface ChainQuery {
  readonly chainIds: readonly string[];
  /** That the asker may read. */
  readonly repositoryIds: readonly number[];
  readonly limit: number;
}

/** A tag that leads or led to an image. */
export interface KnownImage {
  readonly chainId: string;
  readonly repositoryId: number;
  readonly repository: string;
  readonly tag: string;
  readonly digest: Digest;
  /** The same, or the index that it is in. */
  readonly root: Digest;
  /** When the tag came to it for the last time. */
  readonly at: Date;
  /** What the tag leads to now; null: it is gone. */
  readonly now: Digest | null;
  readonly isCurrent: boolean;
}

export interface PublicBase {
  readonly reference: string;
  readonly digest: Digest;
  readonly platform: string;
  readonly chainId: string;
  readonly importedAt: Date;
}

export interface CurrentImagesQuery {
  readonly repositoryId: number;
  readonly platform: string;
  readonly limit: number;
}

export interface TagChainsQuery extends CurrentImagesQuery {
  readonly tag: string;
}

export interface TaggedImage {
  readonly tag: string;
  readonly digest: Digest;
  readonly chainId: string;
}

export interface BuiltImage extends KnownImage {
  /** What it is built on, of what was asked for. */
  readonly on: string;
}

export interface BaseInUse extends KnownImage {
  /** That tags lead to now and that are built on it. */
  readonly images: number;
}
