import type { ByteView } from './byte-view.ts';
import type { FilePattern } from './cataloger.ts';
import { readElf } from './executable-elf.ts';
import { readMachO } from './executable-mach-o.ts';
import { readPe } from './executable-pe.ts';
import type { Executable } from './executable.ts';

const GIB = 1024 ** 3;

/** The files that it can read, for catalogers that ask for them. */
export const EXECUTABLES: readonly FilePattern[] = [
  { magic: 'elf', maxBytes: GIB },
  { magic: 'pe', maxBytes: GIB },
  { magic: 'mach-o', maxBytes: GIB },
];

/**
 * Reads the headers of an ELF, PE or Mach-O file (of a universal one: its first part);
 * `undefined` of what is none, or too broken to say where anything lies.
 */
export function readExecutable(file: ByteView): Executable | undefined {
  const start = file.bytes(0, 4);
  if (start === undefined) return undefined;
  const magic = start.toString('latin1');
  if (magic === '\x7fELF') return readElf(file);
  if (magic.startsWith('MZ')) return readPe(file);
  return readMachO(file);
}
