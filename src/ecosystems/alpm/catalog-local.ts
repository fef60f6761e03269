import type { OwnedPath, Package } from '../../model/index.ts';
import type { CatalogFinding, PackageCataloger } from '../cataloger.ts';
import { type FileReading, fileCataloger, unreadable } from '../file-cataloger.ts';
import { linesOf } from '../lockfile.ts';
import { PathJoiner } from '../owned-paths.ts';

const LOCAL = 'var/lib/pacman/local/';

/**
 * Reads what pacman says is installed: a folder a package, with its fields in `desc`.
 *
 * https://man.archlinux.org/man/alpm-db-desc.5
 */
export const alpmDesc: PackageCataloger = fileCataloger({
  id: 'alpm-desc',
  revision: 1,
  reads: [{ under: LOCAL, suffix: '/desc' }],
  read: (file) => readDesc(sectionsOf(file.text()), file.path),
});

function readDesc(sections: Sections, path: string): FileReading {
  const one = (name: string): string | undefined => sections.get(name)?.[0];
  const [name, version, base] = [one('NAME'), one('VERSION'), one('BASE')];
  const [architecture, vendor] = [one('ARCH'), one('PACKAGER')];
  if (name === undefined || version === undefined) {
    return unreadable(path, 'alpm.desc.incomplete', 'pacman package without a name or a version');
  }
  const found: Package = {
    ecosystem: 'alpm',
    name,
    version,
    ...(architecture !== undefined && { architecture }),
    // Packages of one build share its version.
    ...(base !== undefined && { source: { name: base, version } }),
    ...(vendor !== undefined && { vendor }),
    licenses: sections.get('LICENSE') ?? [],
    locations: [path],
    evidence: 'database',
    confidence: 'exact',
    scope: 'runtime',
  };
  return { packages: [found] };
}

/**
 * Reads which files each package brought. The folder tells the package: `zlib-1:1.3.1-2`.
 *
 * https://man.archlinux.org/man/alpm-db-files.5
 */
export const alpmFiles: PackageCataloger = {
  id: 'alpm-files',
  revision: 1,
  reads: [{ under: LOCAL, suffix: '/files' }],
  grouping: 'file',

  catalog(files) {
    const findings = files.flatMap((file): CatalogFinding[] => {
      const owner = /([^/]+)-[^/-]+-[^/-]+\/files$/.exec(file.path)?.[1];
      const listed = sectionsOf(file.text()).get('FILES') ?? [];
      const paths = ownedPaths(listed);
      if (owner === undefined || paths.length === 0) return [];
      return [{ path: file.path, packages: [], ownership: [{ owner, paths }] }];
    });
    return Promise.resolve({ findings, diagnostics: [] });
  },
};

/** Folders end in a slash. */
function ownedPaths(listed: readonly string[]): OwnedPath[] {
  const joiner = new PathJoiner();
  return listed.flatMap((line) => {
    const path = line.endsWith('/') ? undefined : joiner.join('', line);
    return path === undefined ? [] : [{ path }];
  });
}

type Sections = ReadonlyMap<string, readonly string[]>;

/** `%NAME%`, its values a line each, and a blank line. */
function sectionsOf(text: string): Sections {
  const sections = new Map<string, string[]>();
  let values: string[] | undefined;
  for (const line of linesOf(text)) {
    const name = /^%([A-Z\d]+)%$/.exec(line)?.[1];
    if (name !== undefined) sections.set(name, (values = []));
    else if (line === '') values = undefined;
    else values?.push(line);
  }
  return sections;
}
