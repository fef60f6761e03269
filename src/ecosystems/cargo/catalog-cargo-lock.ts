import type { TomlTable } from 'smol-toml';
import { parse } from 'smol-toml';
import type { Diagnostic, Package } from '../../model/index.ts';
import type { CatalogFinding, LayerFile, PackageCataloger } from '../cataloger.ts';

/** Sources that Cargo downloaded; their lockfiles are not used when they are built. */
const DOWNLOADED = /(?:^|\/)registry\/src\/|(?:^|\/)git\/checkouts\/|(?:^|\/)vendor\//;

/** Reads Cargo.lock, versions 1 to 4, which differ in what they write of checksums and links. */
export const cargoLock: PackageCataloger = {
  id: 'cargo-lock',
  revision: 1,
  reads: [{ basename: 'Cargo.lock' }],
  grouping: 'file',

  async catalog(files) {
    const findings: CatalogFinding[] = [];
    const diagnostics: Diagnostic[] = [];
    for (const file of files) {
      if (DOWNLOADED.test(file.path)) continue;
      try {
        const packages = packagesOf(parse(file.text()), file);
        if (packages.length > 0) findings.push({ path: file.path, packages });
      } catch (error) {
        diagnostics.push({
          code: 'cargo.lock.malformed',
          severity: 'warning',
          message: `not TOML: ${firstLine(error)}`,
          path: file.path,
        });
      }
    }
    return { findings, diagnostics };
  },
};

function packagesOf(lock: TomlTable, file: LayerFile): Package[] {
  const entries = lock['package'];
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry): Package[] => {
    if (typeof entry !== 'object' || Array.isArray(entry) || entry instanceof Date) return [];
    const { name, version, source } = entry;
    if (typeof name !== 'string' || typeof version !== 'string' || name === '') return [];
    return [
      {
        ecosystem: 'cargo',
        name,
        version,
        licenses: [],
        locations: [file.path],
        evidence: 'lockfile',
        confidence: 'exact',
        scope: 'runtime',
        facts: { source: typeof source === 'string' ? source : 'local' },
      },
    ];
  });
}

function firstLine(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error);
}
