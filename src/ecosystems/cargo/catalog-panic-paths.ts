import type { Package } from '../../model/index.ts';
import type { ByteView } from '../byte-view.ts';
import type { Executable } from '../executable.ts';
import { type FileReading, fileCataloger } from '../file-cataloger.ts';
import { libraryPackage } from '../library-package.ts';
import type { PackageCataloger } from '../cataloger.ts';
import { EXECUTABLES, readExecutable } from '../read-executable.ts';

/**
 * Reads the crates of a Rust program from the source paths in its panic messages, which stay when it
 * is stripped: `.../registry/src/index.crates.io-6f17d22bba15001f/time-0.1.43/src/lib.rs`. A crate
 * that cannot panic leaves none, so the list is not whole. What `cargo auditable` recorded says more.
 */
export const cargoPanicPaths: PackageCataloger = fileCataloger({
  id: 'cargo-panic-paths',
  revision: 1,
  reads: EXECUTABLES,
  read(file) {
    const program = readExecutable(file.view);
    if (!program || program.sections.some(({ name }) => name === '.dep-v0')) {
      return { packages: [] };
    }
    return readPaths(textsOf(program, file.view), file.path);
  },
});

/** Where compilers put constant texts, in ELF, PE and Mach-O. */
const TEXTS: ReadonlySet<string> = new Set(['.rodata', '.rdata', '__const', '__cstring']);
/** Of the largest programs some 200 MB are texts. */
const MOST_BYTES = 512 * 1024 * 1024;

/** The sections that hold texts; of a program without sections all that is loaded. */
function textsOf({ sections, segments }: Executable, view: ByteView): ByteView[] {
  const named = sections.filter(({ name }) => TEXTS.has(name));
  const parts = sections.length > 0 ? named : segments;
  return parts.flatMap(({ offset, size }) => {
    const length = Math.min(size, view.length - offset, MOST_BYTES);
    return view.view(offset, length) ?? [];
  });
}

const ANCHORS = ['registry/src/', 'registry\\src\\'].map((text) => Buffer.from(text, 'latin1'));
/** Real programs have some thousand; what has more was made to be slow to read. */
const MOST_PLACES = 50_000;
const WINDOW = 256;

/** The index's folder, a crate's, and a file in it. The name is all before the first version. */
const CRATE =
  /^registry[/\\]src[/\\]([\w.-]{1,80}-[0-9a-f]{16})[/\\]([A-Za-z][\w-]{0,63}?)-(\d{1,9}\.\d{1,9}\.\d{1,9}(?:[-+][\w.+-]{1,64})?)[/\\]/;

/** Cargo's name for crates.io, as it is now and as it was while that was a git repository. */
const CRATES_IO = /^(?:index\.crates\.io|github\.com)-/;

function readPaths(parts: readonly ByteView[], path: string): FileReading {
  const packages = new Map<string, Package>();
  let places = 0;
  for (const part of parts) {
    for (const anchor of ANCHORS) {
      let at = part.indexOf(anchor, 0, part.length);
      while (at >= 0 && places < MOST_PLACES) {
        places += 1;
        const window = part.bytes(at, Math.min(WINDOW, part.length - at))?.toString('latin1');
        const found = crateOf(window ?? '', path);
        if (found) packages.set(`${found.name}@${found.version}`, found);
        at = part.indexOf(anchor, at + anchor.length, part.length);
      }
    }
  }
  return { packages: [...packages.values()] };
}

function crateOf(window: string, path: string): Package | undefined {
  const [, index, name, version] = CRATE.exec(window) ?? [];
  if (index === undefined) return undefined;
  return libraryPackage({
    ecosystem: 'cargo',
    name,
    version,
    path,
    evidence: 'strings',
    confidence: 'heuristic',
    facts: { source: CRATES_IO.test(index) ? 'crates.io' : 'registry' },
  });
}
