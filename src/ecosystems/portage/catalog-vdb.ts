import type { OwnedPath, Package } from '../../model/index.ts';
import type { CatalogFinding, LayerFile, PackageCataloger } from '../cataloger.ts';
import { linesOf } from '../lockfile.ts';
import { ownedPath, PathJoiner } from '../owned-paths.ts';

const UNDER = 'var/db/pkg/';
const MIB = 1024 * 1024;

/**
 * Reads what Portage says is installed: a folder `CATEGORY/NAME-VERSION` a package, with a file a
 * fact. Its files are in `CONTENTS`, which every package has.
 *
 * https://wiki.gentoo.org/wiki//var/db/pkg
 */
export const portageVdb: PackageCataloger = {
  id: 'portage-vdb',
  revision: 1,
  reads: [
    { under: UNDER, suffix: '/CONTENTS', maxBytes: 64 * MIB },
    { under: UNDER, suffix: '/LICENSE' },
    { under: UNDER, suffix: '/SLOT' },
    { under: UNDER, suffix: '/CHOST' },
    { under: UNDER, suffix: '/repository' },
  ],
  grouping: 'layer',

  catalog(files) {
    const findings: CatalogFinding[] = [];
    const byPath = new Map(files.map((file) => [file.path, file]));
    for (const file of files) {
      const found = file.path.endsWith('/CONTENTS') ? packageIn(file, byPath) : undefined;
      if (!found) continue;
      const paths = readContents(file.text());
      const ownership = paths.length > 0 ? [{ owner: found.name, paths }] : [];
      findings.push({ path: file.path, packages: [found], ownership });
    }
    return Promise.resolve({ findings, diagnostics: [] });
  },
};

/** A name does not end in what could be a version itself; no folder's name is longer. */
const FOLDER =
  /([\w+.-]{1,128})\/([\w+-]{1,255}?)-(\d[\d.]{0,63}[a-z]?(?:_(?:alpha|beta|pre|rc|p)\d{0,32}){0,8}(?:-r\d{1,32})?)\/CONTENTS$/;

function packageIn(file: LayerFile, byPath: ReadonlyMap<string, LayerFile>): Package | undefined {
  const [, category, name, version] = FOLDER.exec(file.path) ?? [];
  if (category === undefined || version === undefined) return undefined;
  const folder = file.path.slice(0, -'CONTENTS'.length);
  const fact = (key: string): string | undefined =>
    byPath
      .get(folder + key)
      ?.text()
      .slice(0, 4096)
      .trim() || undefined;
  const [slot, license] = [fact('SLOT'), fact('LICENSE')];
  const [architecture, repository] = [fact('CHOST')?.split('-', 1)[0], fact('repository')];
  return {
    ecosystem: 'portage',
    name: `${category}/${name}`,
    version,
    ...(architecture !== undefined && { architecture }),
    ...(repository !== undefined && { vendor: repository }),
    licenses: license === undefined ? [] : [license.replaceAll(/\s+/g, ' ')],
    locations: [file.path],
    evidence: 'database',
    confidence: 'exact',
    scope: 'runtime',
    ...(slot !== undefined && { facts: { slot } }),
  };
}

/** `obj PATH MD5 TIME`, `sym PATH -> TARGET TIME`, `dir PATH`; a path may have blanks. */
function readContents(text: string): OwnedPath[] {
  const joiner = new PathJoiner();
  const paths: OwnedPath[] = [];
  for (const line of linesOf(text)) {
    const written = line.startsWith('obj /') ? line.slice('obj /'.length) : undefined;
    const time = written?.lastIndexOf(' ') ?? -1;
    const md5 = written?.lastIndexOf(' ', time - 1) ?? -1;
    if (written === undefined || md5 <= 0) continue;
    const path = joiner.join('', written.slice(0, md5));
    const digest = written.slice(md5 + 1, time);
    if (path !== undefined)
      paths.push(ownedPath(path, digest === '' ? undefined : `md5:${digest}`));
  }
  return paths;
}
