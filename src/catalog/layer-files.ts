import type { Diagnostic, ExecutableFormat } from '../model/index.ts';
import { PathListWriter, readPathList } from './path-list.ts';

/** A file of a layer that the ledger or the leftovers speak of. */
export interface LayerFileNote {
  readonly path: string;
  readonly bytes: number;
  /** Absent of what is no executable. */
  readonly format?: ExecutableFormat;
}

/** Smaller files are noted only if they are executables: they are most files and few of the bytes. */
export const NOTED_BYTES: number = 16 * 1024;

/** Of one layer: a bound on what squashing holds. The largest known image has a third of it. */
const MOST_FILES = 100_000;

/** Notes executables and large files, as lines `FORMAT BYTES PATH` of a path list. */
export class LayerFilesWriter {
  readonly #lines = new PathListWriter();
  #count = 0;

  /** Of files of one path the last counts. */
  add(path: string, bytes: number, format: ExecutableFormat | undefined): void {
    if (format === undefined && bytes < NOTED_BYTES) return;
    this.#count += 1;
    if (this.#count <= MOST_FILES) this.#lines.add(`${format ?? NO_FORMAT} ${bytes} ${path}`);
  }

  finish(): Uint8Array {
    return this.#lines.finish();
  }

  get diagnostics(): readonly Diagnostic[] {
    if (this.#count <= MOST_FILES) return [];
    return [
      {
        code: 'catalog.files-not-counted',
        severity: 'info',
        message: `the layer has ${this.#count} executables and large files; those after the first ${MOST_FILES} are in no count of executables and leftovers`,
      },
    ];
  }
}

const NO_FORMAT = '-';

export interface LayerFileNotes {
  /** By path. */
  readonly notes: ReadonlyMap<string, LayerFileNote>;
  /** There are more. */
  readonly isCut: boolean;
}

/**
 * What `LayerFilesWriter` noted.
 *
 * @param most so many at most are read.
 */
export function readLayerFiles(list: Uint8Array, most: number): LayerFileNotes {
  const notes = new Map<string, LayerFileNote>();
  for (const line of readPathList(list)) {
    const found = LINE.exec(line)?.groups;
    if (found === undefined) continue;
    if (notes.size >= most) return { notes, isCut: true };
    const { format = '', bytes = '', path = '' } = found;
    notes.set(path, { path, bytes: Number(bytes), ...(isFormat(format) && { format }) });
  }
  return { notes, isCut: false };
}

const LINE = /^(?<format>\S{1,6}) (?<bytes>\d{1,15}) (?<path>[^]+)$/;

function isFormat(text: string): text is ExecutableFormat {
  return text === 'elf' || text === 'pe' || text === 'mach-o';
}
