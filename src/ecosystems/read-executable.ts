import type { ByteView } from './byte-view.ts';
import { readElf } from './executable-elf.ts';
import { readMachO } from './executable-mach-o.ts';
import { readPe } from './executable-pe.ts';
import type { Executable } from './executable.ts';

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
