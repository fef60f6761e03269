/** What was acknowledged, and what may or may not be: the answer to it got lost. */

/** What a thing may be now; one possibility when it is sure. `undefined`: it is not there. */
type Possible = readonly (string | undefined)[];

export interface StoredManifest {
  readonly bytes: Buffer;
  readonly mediaType: string;
  /** Blobs and manifests that it names, and must be readable while it is. */
  readonly needs: readonly string[];
  readonly subject: string | undefined;
}

export interface RepositoryModel {
  readonly name: string;
  /** `blob:DIGEST`, `manifest:DIGEST` -> its digest; `tag:NAME` -> the digest it points to. */
  readonly states: Map<string, Possible>;
  readonly manifests: Map<string, StoredManifest>;
}

export interface Change {
  readonly key: string;
  /** Happens only where it is this; without it, whatever it is. */
  readonly from?: string;
  readonly to: string | undefined;
}

export function emptyRepository(name: string): RepositoryModel {
  return { name, states: new Map(), manifests: new Map() };
}

export function possible(model: RepositoryModel, key: string): Possible {
  return model.states.get(key) ?? [undefined];
}

/** Surely this, and nothing else. */
export function isSurely(model: RepositoryModel, key: string, value: string | undefined): boolean {
  return possible(model, key).every((one) => one === value);
}

/** From when a request goes out until its answer comes, what it changes may be either way. */
export function begin(model: RepositoryModel, changes: readonly Change[]): void {
  for (const { key, to } of changes) {
    model.states.set(key, [...new Set([...possible(model, key), to])]);
  }
}

export function acknowledge(model: RepositoryModel, changes: readonly Change[]): void {
  for (const { key, from, to } of changes) {
    const left = from === undefined ? [] : possible(model, key).filter((one) => one !== from);
    model.states.set(key, [...new Set([...left, to])]);
  }
}

/** What was read is what it is from now on. */
export function observe(model: RepositoryModel, key: string, value: string | undefined): void {
  model.states.set(key, [value]);
}

/** Of one kind, what is surely there: `keysOf(model, 'tag')` -> names. */
export function surely(model: RepositoryModel, kind: 'blob' | 'manifest' | 'tag'): string[] {
  const found: string[] = [];
  for (const [key, values] of model.states) {
    const isThere = values.length === 1 && values[0] !== undefined;
    if (isThere && key.startsWith(`${kind}:`)) found.push(key.slice(kind.length + 1));
  }
  return found;
}

/** Deleting a manifest takes every tag along that points to it; one that may point elsewhere may stay. */
export function deletionOf(model: RepositoryModel, digest: string): Change[] {
  const tags = [...model.states].filter(
    ([key, values]) => key.startsWith('tag:') && values.includes(digest),
  );
  return [
    { key: `manifest:${digest}`, to: undefined },
    ...tags.map(([key]) => ({ key, from: digest, to: undefined })),
  ];
}

/** Is the thing named by a manifest that is there, or may be? */
export function isNeeded(model: RepositoryModel, digest: string): boolean {
  for (const [manifest, { needs }] of model.manifests) {
    if (needs.includes(digest) && !isSurely(model, `manifest:${manifest}`, undefined)) return true;
  }
  return false;
}
