import type { PackageCataloger } from '../cataloger.ts';
import { fileCataloger } from '../file-cataloger.ts';
import { libraryPackage } from '../library-package.ts';

/**
 * Reads the specifications in a tree of installed rocks. They are Lua programs: name and version are
 * those of the folders that LuaRocks makes for them, and nothing is run.
 *
 * https://github.com/luarocks/luarocks/blob/main/docs/file_locations.md
 */
export const rockspec: PackageCataloger = fileCataloger({
  id: 'luarocks-rockspec',
  revision: 1,
  reads: [{ suffix: '.rockspec' }],
  read(file) {
    const { path } = file;
    const [, name, version, basename] = INSTALLED.exec(path) ?? [];
    if (basename !== `${name}-${version}`) return { packages: [] };
    const license = /^[ \t]*license ?= ?["']([^"'\n]{1,200})["']/m.exec(file.text())?.[1];
    const found = libraryPackage({
      ecosystem: 'luarocks',
      name,
      version,
      path,
      evidence: 'metadata',
      licenses: license === undefined ? [] : [license],
    });
    return { packages: found ? [found] : [] };
  },
});

/** `rocks-5.1/NAME/VERSION/NAME-VERSION.rockspec` */
const INSTALLED = /(?:^|\/)rocks(?:-[\d.]+)?\/([^/]+)\/([^/]+)\/([^/]+)\.rockspec$/;
