import type { Diagnostic, Package } from '../../model/index.ts';
import type { CatalogFinding, LayerFile, PackageCataloger } from '../cataloger.ts';
import { formatEvr, parseSourceRpm } from './evr.ts';

/**
 * Reads the list of packages that distroless images of Azure Linux (CBL-Mariner) keep in place of a
 * database: one a line; name, version-release, install and build time, vendor, epoch, size,
 * architecture, epoch again and source rpm, parted by tabs.
 */
export const rpmContainerManifest: PackageCataloger = {
  id: 'rpm-container-manifest',
  revision: 1,
  reads: [{ path: 'var/lib/rpmmanifest/container-manifest-2' }],
  grouping: 'file',

  catalog(files) {
    const findings: CatalogFinding[] = [];
    const diagnostics: Diagnostic[] = [];
    for (const file of files) {
      const lines = file
        .text()
        .split('\n')
        .filter((line) => line.trim() !== '');
      const packages = lines.flatMap((line) => packageOf(line, file));
      findings.push({ path: file.path, packages });
      const odd = lines.length - packages.length;
      if (odd > 0) {
        diagnostics.push({
          code: 'rpm.container-manifest.odd-lines',
          severity: 'warning',
          message: `${odd} of the lines have not the ten columns of a package and were left out`,
          path: file.path,
        });
      }
    }
    return Promise.resolve({ findings, diagnostics });
  },
};

const NONE = '(none)';

function packageOf(line: string, { path }: LayerFile): Package[] {
  const columns = line.trimEnd().split('\t', 11);
  if (columns.length !== 10) return [];
  const [name, version, , , vendor, , , architecture, epoch, source] = columns.map((column) =>
    column === NONE ? '' : column,
  );
  if (!name || !version) return [];
  const from = parseSourceRpm(source ?? '');
  return [
    {
      ecosystem: 'rpm',
      name,
      version: formatEvr(Number.parseInt(epoch || '0', 10), version, ''),
      ...(architecture && { architecture }),
      ...(from && { source: from }),
      ...(vendor && { vendor }),
      licenses: [],
      locations: [path],
      evidence: 'database',
      confidence: 'exact',
      scope: 'runtime',
    },
  ];
}
