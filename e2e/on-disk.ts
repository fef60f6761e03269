import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { FlatEntry } from '../src/image/index.ts';

/** What lies at each path: `directory`, `symlink TARGET`, `file SIZE`. */
export type Listing = Readonly<Record<string, string>>;

/** Of what an unpacker left in a folder. */
export function listingOnDisk(root: string): Listing {
  const lines: Record<string, string> = Object.create(null);
  const walk = (folder: string): void => {
    for (const name of readdirSync(join(root, folder))) {
      const path = folder === '' ? name : `${folder}/${name}`;
      const stat = lstatSync(join(root, path));
      if (stat.isSymbolicLink()) lines[path] = `symlink ${readlinkSync(join(root, path))}`;
      else if (stat.isDirectory()) lines[path] = 'directory';
      // Without privileges devices are unpacked as empty files.
      else lines[path] = `file ${stat.isFile() ? stat.size : 0}`;
      if (stat.isDirectory()) walk(path);
    }
  };
  walk('');
  return sorted(Object.entries(lines));
}

/** Of what `flatten` made. */
export function listingOfFlat(flat: ReadonlyMap<string, FlatEntry>): Listing {
  const lines = [...flat].map(([path, { kind, size, target }]): [string, string] => {
    if (kind === 'symlink') return [path, `symlink ${target}`];
    return [path, kind === 'directory' ? kind : `file ${size}`];
  });
  return sorted(lines);
}

function sorted(lines: readonly (readonly [string, string])[]): Listing {
  return Object.fromEntries(lines.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
