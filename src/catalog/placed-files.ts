import type { Diagnostic, ExecutableFormat, LayerInventory } from '../model/index.ts';
import { type LayerFileNote, readLayerFiles } from './layer-files.ts';
import type { MergedView } from './merged-view.ts';

/** What is noted of a layer's files, by path. */
export type LayerNotes = ReadonlyMap<string, LayerFileNote>;

/** A noted file where it lies in the merged filesystem, or lay. */
export interface PlacedFile {
  readonly path: string;
  readonly bytes: number;
  readonly layer: number;
}

export interface Executable extends PlacedFile {
  readonly format: ExecutableFormat;
}

export interface GoneFile extends PlacedFile {
  readonly goneIn: number;
}

export interface PlacedFiles {
  /** Those that are there in the end, by path. */
  readonly executables: ReadonlyMap<string, Executable>;
  /** Those that a higher layer deleted or replaced. */
  readonly gone: readonly GoneFile[];
}

/** Of all layers together: what squashing may hold of them. */
const MOST_FILES = 300_000;

export interface NotedFiles {
  /** Of each layer, the lowest first. */
  readonly layers: readonly LayerNotes[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What is noted of the layers, up to what may be held; says so where that is not all. */
export function notedFiles(
  layers: readonly LayerInventory[],
  most: number = MOST_FILES,
): NotedFiles {
  let left = most;
  let isCut = false;
  const notes = layers.map(({ files }) => {
    const read = readLayerFiles(files, left);
    left -= read.notes.size;
    isCut ||= read.isCut;
    return read.notes;
  });
  return { layers: notes, diagnostics: isCut ? [filesNotCounted(most)] : [] };
}

function filesNotCounted(most: number): Diagnostic {
  return {
    code: 'catalog.image-files-not-counted',
    severity: 'info',
    message: `the layers have more than ${most} executables and large files together; those after the first ${most}, the lowest layer first, are in no count of executables and leftovers`,
  };
}

/** Where the noted files are in the end. */
export function placedFiles(notes: readonly LayerNotes[], view: MergedView): PlacedFiles {
  const executables = new Map<string, Executable>();
  const gone: GoneFile[] = [];
  for (const [layer, files] of notes.entries()) {
    for (const [written, { bytes, format }] of files) {
      const place = view.placeOf(layer, written);
      if (place === undefined || place.goneIn === layer) continue;
      const { path, goneIn } = place;
      if (goneIn !== Infinity) gone.push({ path, bytes, layer, goneIn });
      else if (format !== undefined) executables.set(path, { path, bytes, layer, format });
    }
  }
  return { executables, gone };
}
