/** Folders below node_modules in which a package manager keeps each package in a folder of its own. */
const STORES = new Set(['.pnpm', '.store', '.bun', '.deno']);

/**
 * Whether a package.json lies where Node looks for installed packages: below an unbroken chain
 * `node_modules/P(/node_modules/P)*`, whatever the name inside says (an alias has another). Any
 * other folder between means that it is a part or a test's fixture of a package.
 *
 * Debian installs to usr/share/nodejs and its like without a folder node_modules.
 * https://nodejs.org/api/modules.html#loading-from-node_modules-folders
 */
export function isInstalledPackage(path: string): boolean {
  const folders = path.split('/').slice(0, -1);
  let at = rootOf(path, folders);
  if (at === -1) return false;
  for (;;) {
    at = afterPackage(folders, at + 1);
    if (at >= folders.length || at === -1) return at === folders.length;
    if (folders[at] !== 'node_modules') return false;
  }
}

/** Index of the folder that packages lie in, -1 of none. */
function rootOf(path: string, folders: readonly string[]): number {
  const debian = /^usr\/(?:share|lib)\/(?:[^/]+-linux-[^/]+\/)?nodejs\//.exec(path)?.[0];
  return debian === undefined ? folders.indexOf('node_modules') : debian.split('/').length - 2;
}

/** Index after a package's folder that begins at `at`; -1: no package has such a folder. */
function afterPackage(folders: readonly string[], at: number): number {
  const folder = folders[at];
  if (folder === undefined) return -1;
  if (STORES.has(folder)) return afterStore(folders, at + 2);
  if (folder.startsWith('.') || folder === 'node_modules') return -1;
  return folder.startsWith('@') ? at + 2 : at + 1;
}

/** Below `.pnpm/a@1.0.0` comes another node_modules, or the package itself by a fixed name. */
function afterStore(folders: readonly string[], at: number): number {
  if (folders[at] === 'package') return at + 1;
  return folders[at] === 'node_modules' ? at : -1;
}
