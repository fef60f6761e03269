import type { PackageCataloger } from '../cataloger.ts';
import { type FileReading, fileCataloger, unreadable } from '../file-cataloger.ts';
import { type IndentedMap, parseIndented } from '../indented.ts';
import { libraryPackage } from '../library-package.ts';
import { linesOf } from '../lockfile.ts';

/** Mappings in mappings of a snap.yaml: `apps`, an app, its settings. */
const NESTING = 4;

/**
 * Reads what an unpacked or mounted snap says of itself. What it is made of is in the image as files,
 * and found by its own metadata; a packed `.snap` is a filesystem that is not read.
 *
 * https://snapcraft.io/docs/snap-format
 */
export const snapYaml: PackageCataloger = fileCataloger({
  id: 'snap-yaml',
  revision: 1,
  reads: [{ basename: 'snap.yaml', folder: 'meta' }],
  accepts: (path) => /(?:^|\/)meta\/snap\.yaml$/.test(path),
  read: (file) => readSnap(file.path, file.text()),
});

function readSnap(path: string, text: string): FileReading {
  const root = parseIndented(text, NESTING);
  const license = textOf(root, 'license');
  const found = libraryPackage({
    ecosystem: 'snap',
    name: textOf(root, 'name'),
    version: textOf(root, 'version'),
    path,
    evidence: 'metadata',
    licenses: license === undefined ? [] : [license],
    facts: { base: textOf(root, 'base'), type: textOf(root, 'type'), revision: revisionOf(path) },
  });
  if (!found) return unreadable(path, 'snap.yaml.incomplete', 'snap without a name or a version');
  const architecture = onlyArchitecture(text);
  return { packages: [architecture === undefined ? found : { ...found, architecture }] };
}

function textOf(map: IndentedMap, key: string): string | undefined {
  const value = map.get(key);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** `snap/NAME/REVISION/meta/snap.yaml`: a number, or `x1` of one that was not from the store. */
function revisionOf(path: string): string | undefined {
  return /(?:^|\/)snap\/[^/]+\/(x?\d{1,9})\/meta\//.exec(path)?.[1];
}

/** `architectures:` and a list of one. */
function onlyArchitecture(text: string): string | undefined {
  const found: string[] = [];
  let isInList = false;
  for (const line of linesOf(text)) {
    const item = isInList ? /^ {0,8}- ([\w-]{1,32})$/.exec(line)?.[1] : undefined;
    if (item !== undefined) found.push(item);
    else isInList = line === 'architectures:';
  }
  return found.length === 1 ? found[0] : undefined;
}
