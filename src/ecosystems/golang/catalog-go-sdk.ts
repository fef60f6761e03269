import type { CatalogFinding, PackageCataloger } from '../cataloger.ts';
import { goReleaseOf } from './go-version.ts';

/** Finds an installed Go: the go command itself has advisories, under the name `toolchain`. */
export const goSdk: PackageCataloger = {
  id: 'go-sdk',
  revision: 1,
  reads: [{ basename: 'VERSION', folder: 'go', maxBytes: 4096 }],
  grouping: 'file',

  async catalog(files) {
    const findings: CatalogFinding[] = [];
    for (const file of files) {
      const version = goReleaseOf(file.text().split('\n', 1)[0] ?? '');
      if (version === undefined) continue;
      findings.push({
        path: file.path,
        packages: [
          {
            ecosystem: 'golang',
            name: 'toolchain',
            version,
            licenses: [],
            locations: [file.path],
            evidence: 'metadata',
            confidence: 'exact',
            scope: 'runtime',
          },
        ],
      });
    }
    return { findings, diagnostics: [] };
  },
};
