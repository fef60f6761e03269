import type { PackageCataloger } from '../cataloger.ts';
import type { FileReading } from '../file-cataloger.ts';
import { fileCataloger, unreadable } from '../file-cataloger.ts';
import { parseHeaders } from '../headers.ts';
import { libraryPackage } from '../library-package.ts';

/**
 * Reads the DESCRIPTION that R keeps of an installed package: of one that is not installed nobody
 * has noted when it was built.
 *
 * https://cran.r-project.org/doc/manuals/r-release/R-exts.html#The-DESCRIPTION-file
 */
export const cranDescription: PackageCataloger = fileCataloger({
  id: 'cran-description',
  revision: 1,
  reads: [{ basename: 'DESCRIPTION' }],
  read: (file) => readDescription(file.path, file.text()),
});

function readDescription(path: string, text: string): FileReading {
  const fields = parseHeaders(text);
  const field = (name: string): string | undefined => fields.get(name)?.[0];
  if (field('package') === undefined || field('built') === undefined) return { packages: [] };
  const license = field('license');
  const found = libraryPackage({
    ecosystem: 'cran',
    name: field('package'),
    version: field('version'),
    path,
    evidence: 'metadata',
    licenses: license === undefined ? [] : [license.replaceAll('\n', ' ')],
    facts: {
      part: field('priority') === 'base' ? 'R' : undefined,
      registry: fields.has('biocviews') ? 'Bioconductor' : undefined,
    },
  });
  if (found) return { packages: [found] };
  return unreadable(path, 'cran.description.incomplete', 'R package without a name or a version');
}
