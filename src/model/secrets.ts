/** A file with what has the form of a secret. The secret itself is nowhere. */
export interface SecretPlace {
  /** `github-token`, `private-key`. */
  readonly rule: string;
  readonly path: string;
  /** 1 the first. */
  readonly line: number;
  /** How such secrets begin, and nothing of this one: `ghp_`. */
  readonly begins: string;
}

interface SecretSearch {
  /** Like secrets, in what tests, examples and manuals are: counted, and not listed. */
  readonly inExamples: number;
  /** Text files that were searched. */
  readonly files: number;
  readonly bytes: number;
  /** Text files that were too large, or beyond what is searched of a layer. */
  readonly unsearched: number;
}

/** What searching one layer came to. */
export interface LayerSecrets extends SecretSearch {
  readonly places: readonly SecretPlace[];
  /** Listed or not. */
  readonly count: number;
}

export interface FoundSecret extends SecretPlace {
  /** Index of the layer that has it. */
  readonly layer: number;
  /** Index of the layer that deleted or replaced the file: it is downloaded all the same. */
  readonly goneIn?: number;
}

/** What searching the files of all layers came to. */
export interface Secrets extends SecretSearch {
  /** In the order of layers, paths and lines. */
  readonly found: readonly FoundSecret[];
  readonly count: number;
}
