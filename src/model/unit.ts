import type { Digest } from './digest.ts';
import type { Package } from './package.ts';

/** The files that a package manager's database says an installed package brought. */
export interface Ownership {
  /** Name as in the database: `libc6`, or `libc6:amd64` where architectures stand side by side. */
  readonly owner: string;
  readonly paths: readonly OwnedPath[];
}

export interface OwnedPath {
  /** Relative to the image root. */
  readonly path: string;
  /** `md5:...`, `sha256:...`, as the database records it; absent where it records none. */
  readonly digest?: string;
}

/** One piece of evidence in one layer: a file as one cataloger read it. A pure function of its bytes. */
export interface Unit {
  /** The cataloger's id: `dpkg-status`. */
  readonly cataloger: string;
  /** The file read, relative to the image root. */
  readonly path: string;
  /** Digest of that file's bytes. */
  readonly digest: Digest;
  /**
   * `md5:...` of the same bytes: what dpkg records for a file that it owns; '' of a large file in a
   * place where it may own none.
   */
  readonly md5: string;
  /** `sha1:...` of the same bytes: what apk records; '' of a large file, where it would cost time. */
  readonly sha1: string;
  readonly packages: readonly Package[];
  readonly ownership: readonly Ownership[];
  /** What the file says of the whole image, not of a package: a release file, an enabled channel. */
  readonly facts: Readonly<Record<string, string>>;
}
