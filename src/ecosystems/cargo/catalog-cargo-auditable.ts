import { inflateSync } from 'node:zlib';
import { DEFAULT_LIMITS, parseJson, recordOf, stringOf } from '../../base/index.ts';
import type { Diagnostic, Package, Scope } from '../../model/index.ts';
import type { CatalogFinding, LayerFile, PackageCataloger } from '../cataloger.ts';
import { EXECUTABLES, readExecutable } from '../read-executable.ts';

const MIB = 1024 ** 2;
/** As cargo-audit: the largest known is 20 kB. */
const MAX_INFLATED = 8 * MIB;
/** What does not inflate to too much is hardly larger than it inflates to. */
const MAX_DEFLATED = MAX_INFLATED + MIB;
const MAX_PACKAGES = 50_000;

/**
 * Reads the dependencies that `cargo auditable` linked into a program, as zlib-deflated JSON in a
 * section of its own. https://github.com/rust-secure-code/cargo-auditable/blob/master/PARSING.md
 */
export const cargoAuditable: PackageCataloger = {
  id: 'cargo-auditable',
  revision: 1,
  reads: EXECUTABLES,
  grouping: 'file',

  async catalog(files) {
    const findings: CatalogFinding[] = [];
    const diagnostics: Diagnostic[] = [];
    for (const file of files) {
      const { view } = file;
      const section = readExecutable(view)?.sections.find(({ name }) => name === '.dep-v0');
      if (!section) continue;
      const content = view.view(section.offset, section.size);
      const deflated = content?.bytes(0, Math.min(section.size, MAX_DEFLATED));
      const packages = readPackages(deflated, file);
      if (typeof packages === 'string') diagnostics.push(unreadable(file, packages));
      else findings.push({ path: file.path, packages });
    }
    return { findings, diagnostics };
  },
};

/** The packages, or what is wrong. */
function readPackages(deflated: Buffer | undefined, file: LayerFile): Package[] | string {
  if (!deflated) return 'lie outside the file';
  const text = inflate(deflated);
  const document = text && parseJson(text, { nesting: DEFAULT_LIMITS.nesting });
  if (!document) return `cannot be inflated to at most ${MAX_INFLATED} bytes`;
  if (!document.ok) return `cannot be read: ${document.error.message}`;
  const packages = recordOf(document.value)['packages'];
  if (!Array.isArray(packages)) return 'have no list of packages';
  if (packages.length > MAX_PACKAGES) return `are more than ${MAX_PACKAGES}`;
  return packages.flatMap((entry: unknown) => packageOf(recordOf(entry), file) ?? []);
}

function inflate(deflated: Buffer): Buffer | undefined {
  try {
    return inflateSync(deflated, { maxOutputLength: MAX_INFLATED });
  } catch {
    // No zlib stream, one that ends too soon, or one too large: the caller says that it is none.
    return undefined;
  }
}

function packageOf(entry: Readonly<Record<string, unknown>>, file: LayerFile): Package | undefined {
  const name = stringOf(entry['name']);
  const version = stringOf(entry['version']);
  if (!name || !version) return undefined;
  return {
    ecosystem: 'cargo',
    name,
    version,
    licenses: [],
    locations: [file.path],
    evidence: 'build-info',
    confidence: 'exact',
    scope: scopeOf(entry['kind']),
    facts: {
      source: stringOf(entry['source']) ?? 'unknown',
      ...(entry['root'] === true && { main: 'true' }),
    },
  };
}

/** What only its build scripts used is not in the program. */
function scopeOf(kind: unknown): Scope {
  return kind === 'build' || kind === 'dev' ? 'dev' : 'runtime';
}

function unreadable(file: LayerFile, why: string): Diagnostic {
  return {
    code: 'cargo.auditable.unreadable',
    severity: 'warning',
    message: `the dependencies recorded in section .dep-v0 of this program ${why}`,
    path: file.path,
  };
}
