import type { OwnedPath } from '../../model/index.ts';
import type { CatalogFinding, LayerFile, PackageCataloger } from '../cataloger.ts';
import { canBeEvidence } from '../owned-paths.ts';
import { readMd5sums } from './md5sums.ts';
import { linesOf } from './stanzas.ts';

const LIST = '.list';
const MD5SUMS = '.md5sums';

/**
 * Reads which files each package brought: `NAME.list` (every path, folders too) with the digests of
 * `NAME.md5sums`. Names stand as in the database: `libc6:amd64` of a package that can be
 * installed for several architectures.
 */
export const dpkgFiles: PackageCataloger = {
  id: 'dpkg-files',
  revision: 1,
  reads: ['var/lib/dpkg/info/', 'usr/lib/opkg/info/'].flatMap((under) => [
    { under, suffix: LIST },
    { under, suffix: MD5SUMS },
  ]),
  grouping: 'layer',

  catalog(files) {
    const byPath = new Map(files.map((file) => [file.path, file]));
    const findings: CatalogFinding[] = [];
    for (const file of files) {
      const owner = ownerOf(file.path);
      if (file.path.endsWith(LIST)) {
        const md5sums = byPath.get(`${file.path.slice(0, -LIST.length)}${MD5SUMS}`);
        const paths = readList(file.text(), digestsOf(md5sums));
        findings.push({ path: file.path, packages: [], ownership: [{ owner, paths }] });
      } else if (!byPath.has(`${file.path.slice(0, -MD5SUMS.length)}${LIST}`)) {
        const paths = readMd5sums(file.text());
        findings.push({ path: file.path, packages: [], ownership: [{ owner, paths }] });
      }
    }
    return Promise.resolve({ findings, diagnostics: [] });
  },
};

function ownerOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1, path.lastIndexOf('.'));
}

function digestsOf(md5sums: LayerFile | undefined): ReadonlyMap<string, OwnedPath> {
  const paths = md5sums ? readMd5sums(md5sums.text()) : [];
  return new Map(paths.map((owned) => [owned.path, owned]));
}

/** A folder stands before what lies in it; one that nothing follows into passes as a file. */
function readList(text: string, digests: ReadonlyMap<string, OwnedPath>): OwnedPath[] {
  const paths: OwnedPath[] = [];
  let previous = '';
  const push = (): void => {
    if (previous !== '' && previous !== '.' && canBeEvidence(previous)) {
      paths.push(digests.get(previous) ?? { path: previous });
    }
  };
  for (const line of linesOf(text)) {
    const path = line.startsWith('/') ? line.slice(1) : line;
    if (!path.startsWith(`${previous}/`)) push();
    previous = path;
  }
  push();
  return paths;
}
