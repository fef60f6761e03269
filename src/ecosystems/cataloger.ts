import type { Digest, Diagnostic, Ownership, Package } from '../model/index.ts';
import type { ByteView } from './byte-view.ts';
import type { Spool } from './spool.ts';

/** Finds packages in the files of one layer. Pure: no network, no clock, no filesystem. */
export interface PackageCataloger {
  /** Names the format, not the tool: `dpkg-status`, `npm-package-json`. Unique in the product. */
  readonly id: string;
  /** Goes up when the output for the same input changes; part of the layer cache key. */
  readonly revision: number;
  /** The files it reads. Declared, so that one walk serves every cataloger. */
  readonly reads: readonly FilePattern[];
  /**
   * `file`: called for each file as it passes, with that file alone, whose bytes are then let go
   * (archives, binaries, and whatever tells its packages by itself). `layer`: called once, at the
   * layer's end, with all files (formats of several files); keep those small.
   */
  readonly grouping: 'file' | 'layer';
  catalog(files: readonly LayerFile[]): Promise<CatalogResult>;
}

/**
 * Which files a cataloger reads; paths relative to the image root, without a leading slash. A file
 * larger than `maxBytes` (default: Limits.fileBytes) is not read, and the reader is told.
 */
export type FilePattern = FileSelector & { readonly maxBytes?: number };

export type FileSelector =
  /** Exactly this path, and where the image's symbolic links lead from it. */
  | { readonly path: string }
  /**
   * Any file below this folder (`var/lib/dpkg/status.d/`), at any depth; where links lead from it,
   * those directly in a folder of its name.
   */
  | { readonly under: string; readonly suffix?: string }
  /** This name in any folder; `folder`: only where the folder's name ends so (`.dist-info`). */
  | { readonly basename: string; readonly folder?: string }
  /** Names that end so: `.jar`. `within`: only below a folder of this name (`specifications`). */
  | { readonly suffix: string; readonly within?: string }
  /** Names that begin so, and go on as `rest` says: `libpython3.11.so.1.0`. */
  | { readonly prefix: string; readonly rest: RegExp }
  /** By the first bytes of any regular file. */
  | { readonly magic: 'elf' | 'pe' | 'mach-o' };

export interface LayerFile {
  /** Relative to the image root, no leading slash, cleaned of `.`, `..` and `//`. */
  readonly path: string;
  readonly size: number;
  /** The whole content. Its bytes are not to be changed or kept. */
  readonly view: ByteView;
  /** For what is unpacked of it and larger than a text. */
  readonly spool: Spool;
  /** The same as one array; made on first use. Not for files that may be large. */
  bytes(): Uint8Array;
  /** The same as text: UTF-8, with U+FFFD for what is not, no byte order mark. */
  text(): string;
  /** Computed on first use. */
  digest(): Digest;
  /** `md5:...` of the same bytes, computed on first use: what dpkg records of a file. */
  md5(): string;
}

export interface CatalogResult {
  readonly findings: readonly CatalogFinding[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What one file told. `catalog` makes a Unit of it. */
export interface CatalogFinding {
  /** Of the LayerFile it is from. */
  readonly path: string;
  readonly packages: readonly Package[];
  readonly ownership?: readonly Ownership[];
  readonly facts?: Readonly<Record<string, string>>;
}
