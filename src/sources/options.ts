import type { Limits } from '../base/index.ts';
import type { RegistryOptions } from './registry/options.ts';

/**
 * Takes one layer while the archive that holds it passes: reads `chunks` to their end, or leaves
 * the rest. `key` is what `LayerBytes` of kind `passed` name it by. Layers of other images and
 * platforms pass too: which are asked for is known at the end only.
 */
export type PassLayer = (key: string, chunks: AsyncIterable<Uint8Array>) => Promise<void>;

export interface SourceOptions {
  readonly limits: Limits;
  /** `linux/arm64/v8`; without it, `defaultPlatform` where there is a choice. */
  readonly platform?: string;
  /** What is chosen when nobody asked: the machine's own, `linux/amd64`. */
  readonly defaultPlatform: string;
  /** Which image of an archive or layout that holds several: its tag, or `repository:tag`. */
  readonly image?: string;
  /** Layers of `-`, of compressed archives and of the local engine go through this. */
  readonly passLayer: PassLayer;
  /** What `-` reads. */
  readonly standardInput: () => AsyncIterable<Uint8Array>;
  /** `unix:///path` or `tcp://host:port`; the engine's usual socket without it. */
  readonly dockerHost?: string;
  readonly registry: RegistryOptions;
}
