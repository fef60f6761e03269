import type { Package } from '../../model/index.ts';
import type { PackageCataloger } from '../cataloger.ts';
import { fileCataloger } from '../file-cataloger.ts';
import { libraryPackage } from '../library-package.ts';
import { lockfileReading, LOCKFILE_BYTES } from '../lockfile.ts';

/**
 * Reads what is installed in a switch of opam, by its state and by the package files that it keeps;
 * images often lose one of them.
 *
 * https://opam.ocaml.org/doc/Manual.html#Switches
 */
export const opamSwitch: PackageCataloger = fileCataloger({
  id: 'opam-switch',
  revision: 1,
  reads: [
    { basename: 'switch-state', folder: '.opam-switch', maxBytes: LOCKFILE_BYTES },
    { basename: 'opam' },
  ],
  read(file) {
    const { path } = file;
    if (path.endsWith('/switch-state'))
      return lockfileReading(path, installedIn(file.text(), path));
    const folder = /(?:^|\/)\.opam-switch\/packages\/([^/]+)\/opam$/.exec(path)?.[1];
    const found = folder === undefined ? undefined : packageOf(folder, path);
    return { packages: found ? [found] : [] };
  },
});

/** `installed: ["base.v0.15.0" "dune.3.7.0"]` */
function* installedIn(text: string, path: string): Generator<Package | undefined> {
  const start = /^installed: ?\[/m.exec(text)?.index ?? text.length;
  const [list = ''] = text.slice(start).split(']', 1);
  for (const [, id = ''] of list.matchAll(/"([^"\n]*)"/g)) yield packageOf(id, path);
}

/** A name has no dots. */
function packageOf(id: string, path: string): Package | undefined {
  const dot = id.indexOf('.');
  if (dot === -1) return undefined;
  return libraryPackage({
    ecosystem: 'opam',
    name: id.slice(0, dot),
    version: id.slice(dot + 1),
    path,
    evidence: 'metadata',
  });
}
