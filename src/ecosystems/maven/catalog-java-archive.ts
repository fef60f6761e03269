import type { Diagnostic } from '../../model/index.ts';
import type { CatalogFinding, LayerFile, PackageCataloger } from '../cataloger.ts';
import { ARCHIVE_SUFFIXES, budgetFor, readArchive } from './archive.ts';
import { packagesOfArchive } from './packages-of-archive.ts';

const GIB = 1024 ** 3;

/** Reads Java archives, and the archives in them. */
export const javaArchive: PackageCataloger = {
  id: 'java-archive',
  revision: 1,
  reads: ARCHIVE_SUFFIXES.map((suffix) => ({ suffix, maxBytes: GIB })),
  grouping: 'file',

  async catalog(files) {
    const findings: CatalogFinding[] = [];
    const diagnostics: Diagnostic[] = [];
    for (const file of files) {
      const budget = budgetFor(file.size);
      const archive = readArchive(file.view, file.path, { budget, spool: file.spool });
      diagnostics.push(...budget.diagnostics);
      if (!archive) {
        if (isJava(file)) diagnostics.push(unreadable(file));
        continue;
      }
      const found = packagesOfArchive(archive);
      diagnostics.push(...found.diagnostics);
      if (found.packages.length > 0) findings.push({ path: file.path, packages: found.packages });
    }
    return { findings, diagnostics };
  },
};

/** Other archives share the other suffixes (`.rar`); an empty file was put there on purpose. */
function isJava(file: LayerFile): boolean {
  return file.size > 0 && /\.(?:jar|war|ear)$/.test(file.path);
}

function unreadable(file: LayerFile): Diagnostic {
  return {
    code: 'maven.archive.unreadable',
    severity: 'warning',
    message: 'this is no zip archive, or its end is missing; what is in it is not known',
    path: file.path,
  };
}
