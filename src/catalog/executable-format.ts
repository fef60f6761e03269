import type { ExecutableFormat } from '../model/index.ts';

/** Bytes of a file's start that tell: enough to know a Mach-O archive from a Java class. */
export const MAGIC_BYTES = 8;

const MACH_O = new Set([0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe]);
const MACH_O_ARCHIVE = 0xcafebabe;
/** The least class file version; a Mach-O archive has its count of architectures there. */
const FIRST_CLASS_VERSION = 45;

/** The format of an executable by its first bytes; `undefined` of anything else. */
export function executableFormatOf(start: Uint8Array): ExecutableFormat | undefined {
  if (start.length < 4) return undefined;
  const word = uint32At(start, 0);
  if (word === 0x7f454c46) return 'elf';
  if (word >>> 16 === 0x4d5a) return 'pe';
  if (MACH_O.has(word)) return 'mach-o';
  const isArchive =
    (word === MACH_O_ARCHIVE || word === MACH_O_ARCHIVE + 1) &&
    start.length >= MAGIC_BYTES &&
    uint32At(start, 4) < FIRST_CLASS_VERSION;
  return isArchive ? 'mach-o' : undefined;
}

function uint32At(bytes: Uint8Array, at: number): number {
  const [a = 0, b = 0, c = 0, d = 0] = [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}
