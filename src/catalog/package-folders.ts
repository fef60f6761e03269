import type { Package } from '../model/index.ts';

/** Folders that hold nothing but the package, by where its evidence lies; none of most packages. */
export function foldersOf({ ecosystem, evidence, name, locations }: Package): readonly string[] {
  if (evidence !== 'metadata') return [];
  const folders = FOLDERS[ecosystem];
  return folders === undefined ? [] : locations.flatMap((path) => folders(path, name));
}

type Folders = (path: string, name: string) => readonly string[];

const FOLDERS: Readonly<Record<string, Folders | undefined>> = {
  npm: (path) => (path.endsWith('/package.json') ? [folderOf(path)] : []),
  gem: (path) => {
    const found = /^(?<home>.*)\/specifications\/(?<gem>[^/]+)\.gemspec$/.exec(path)?.groups;
    return found === undefined ? [] : [`${found['home']}/gems/${found['gem']}`];
  },
  // What it is imported as is often its name; where it is not, its files stay unexplained.
  pypi: (path, name) => {
    const metadata = folderOf(path);
    if (!/\.(?:dist|egg)-info$/.test(metadata)) return [];
    const folder = folderOf(metadata);
    const names = new Set([name, name.toLowerCase(), name.toLowerCase().replaceAll(/[-.]/g, '_')]);
    return [...names].flatMap((own) => [`${folder}/${own}`, `${folder}/${own}.libs`]);
  },
};

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
