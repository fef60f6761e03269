import type { Package } from '../../model/index.ts';
import type { CatalogFinding, LayerFile, PackageCataloger } from '../cataloger.ts';

/**
 * Reads gradle.lockfile: `group:name:version=configuration,configuration` a line.
 *
 * https://docs.gradle.org/current/userguide/dependency_locking.html
 */
export const gradleLock: PackageCataloger = {
  id: 'gradle-lock',
  revision: 1,
  reads: [{ basename: 'gradle.lockfile' }, { basename: 'buildscript-gradle.lockfile' }],
  grouping: 'file',

  async catalog(files) {
    const findings: CatalogFinding[] = [];
    for (const file of files) {
      const packages = file
        .text()
        .split(/\r?\n/)
        .flatMap((line) => packageOf(line, file));
      if (packages.length > 0) findings.push({ path: file.path, packages });
    }
    return { findings, diagnostics: [] };
  },
};

function packageOf(line: string, file: LayerFile): Package[] {
  if (line.startsWith('#')) return [];
  const [coordinates = '', configurations = ''] = line.split('=', 2);
  const [group, name, version, more] = coordinates.trim().split(':');
  if (!group || !name || !version || more !== undefined) return [];
  const isBuild = file.path.endsWith('buildscript-gradle.lockfile');
  const isTest = configurations.split(',').every((one) => /^test|^annotationProcessor/i.test(one));
  return [
    {
      ecosystem: 'maven',
      name: `${group}:${name}`,
      version,
      licenses: [],
      locations: [file.path],
      evidence: 'lockfile',
      confidence: 'exact',
      scope: isBuild || isTest ? 'dev' : 'runtime',
    },
  ];
}
