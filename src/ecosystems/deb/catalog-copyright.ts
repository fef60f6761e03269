import type { CatalogFinding, PackageCataloger } from '../cataloger.ts';
import { linesOf } from './stanzas.ts';

const MIB = 1024 * 1024;
const UNDER = 'usr/share/doc/';
const NAME = '/copyright';

/**
 * Reads the licences of Debian packages from their copyright files, as the fact
 * `licenses:NAME` (one licence a line): the database itself names none.
 *
 * https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
 */
export const debCopyright: PackageCataloger = {
  id: 'deb-copyright',
  revision: 1,
  reads: [{ under: UNDER, suffix: NAME, maxBytes: 4 * MIB }],
  grouping: 'file',

  catalog(files) {
    const findings: CatalogFinding[] = [];
    for (const file of files) {
      const name = file.path.slice(UNDER.length, -NAME.length);
      if (name === '' || name.includes('/')) continue;
      const licenses = licensesOf(file.text());
      if (licenses.length === 0) continue;
      const facts = { [`licenses:${name}`]: licenses.join('\n') };
      findings.push({ path: file.path, packages: [], facts });
    }
    return Promise.resolve({ findings, diagnostics: [] });
  },
};

/** No package has as many; what comes after is of a file that is not about licences. */
const MOST = 100;
const LONGEST = 200;
const COMMON = '/usr/share/common-licenses/';

/**
 * The short names of a machine-readable file's `License:` lines; of a file in free form, the common
 * licences that it refers to.
 */
function licensesOf(text: string): string[] {
  const names = new Set<string>();
  const isMachineReadable = /^Format(?:-Specification)?:/im.test(text.slice(0, 2048));
  for (const name of isMachineReadable ? shortNames(text) : commonLicenses(text)) {
    if (name !== '' && name.length <= LONGEST) names.add(name);
    if (names.size === MOST) break;
  }
  return [...names].toSorted();
}

function* shortNames(text: string): Generator<string> {
  for (const line of linesOf(text)) {
    if (/^licen[sc]e:/i.test(line)) yield line.slice(line.indexOf(':') + 1).trim();
  }
}

function* commonLicenses(text: string): Generator<string> {
  for (let at = text.indexOf(COMMON); at !== -1; at = text.indexOf(COMMON, at + 1)) {
    const start = at + COMMON.length;
    const name = /^[A-Za-z0-9.+-]*/.exec(text.slice(start, start + LONGEST))?.[0] ?? '';
    yield name.replace(/\.+$/, '');
  }
}
