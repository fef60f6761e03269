import { recordOf, stringOf } from '../../base/index.ts';
import type { PackageCataloger } from '../cataloger.ts';
import { fileCataloger } from '../file-cataloger.ts';
import { jsonCataloger } from '../json-file.ts';
import { libraryPackage } from '../library-package.ts';

const RECEIPT = 'INSTALL_RECEIPT.json';
/** `Cellar/NAME/VERSION/`, wherever the prefix is: `/home/linuxbrew/.linuxbrew`, `/usr/local`. */
const KEG = /(?:^|\/)Cellar\/([^/]+)\/([^/]+)\//;

/**
 * Reads the receipts of installed formulae. Name and version are those of the folders.
 *
 * https://docs.brew.sh/Formula-Cookbook#homebrew-terminology
 */
export const brewReceipt: PackageCataloger = jsonCataloger({
  id: 'brew-receipt',
  revision: 1,
  reads: [{ basename: RECEIPT }],
  accepts: (path) => isInKeg(path, RECEIPT),
  malformed: 'brew.receipt.malformed',
  read(root, path) {
    const [, name, version] = KEG.exec(path) ?? [];
    const tap = stringOf(recordOf(root['source'])['tap']);
    const found = libraryPackage({
      ecosystem: 'brew',
      name,
      version,
      path,
      evidence: 'metadata',
      facts: { tap },
    });
    return { packages: found ? [found] : [] };
  },
});

/** Reads the licences of formulae, as the fact `licenses:NAME`, from the copies beside the receipts. */
export const brewFormula: PackageCataloger = fileCataloger({
  id: 'brew-formula',
  revision: 1,
  reads: [{ suffix: '.rb', within: '.brew' }],
  accepts: (path) => /\/\.brew\/[^/]+$/.test(path) && KEG.test(path),
  read(file) {
    const name = KEG.exec(file.path)?.[1];
    const license = /^[ \t]*license "([^"\n]{1,200})"/m.exec(file.text())?.[1];
    const facts = license === undefined ? {} : { facts: { [`licenses:${name}`]: license } };
    return { packages: [], ...facts };
  },
});

/** Directly in the folder of a version: archives of formulae have receipts of others in them. */
function isInKeg(path: string, basename: string): boolean {
  const [keg] = KEG.exec(path) ?? [];
  return keg !== undefined && path.endsWith(`${keg}${basename}`);
}
