import type { PackageCataloger } from '../cataloger.ts';
import { fileCataloger } from '../file-cataloger.ts';
import { libraryPackage } from '../library-package.ts';

/**
 * Reads which runtime system a release starts with: `13.1.3 0.1.0`, its version and the release's.
 *
 * https://www.erlang.org/doc/system/release_structure.html
 */
export const startErl: PackageCataloger = fileCataloger({
  id: 'hex-start-erl',
  revision: 1,
  reads: [{ basename: 'start_erl.data', folder: 'releases', maxBytes: 4096 }],
  read(file) {
    const version = /^(\d+(?:\.\d+)*)\s/.exec(file.text())?.[1];
    const { path } = file;
    const found = libraryPackage({
      ecosystem: 'otp',
      name: 'erts',
      version,
      path,
      evidence: 'metadata',
    });
    return { packages: found ? [found] : [] };
  },
});
