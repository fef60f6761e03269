import type { CatalogFinding, PackageCataloger } from '../cataloger.ts';
import { recognizedLicenses } from '../license-text.ts';
import { linesOf } from './stanzas.ts';

const MIB = 1024 * 1024;
const UNDER = 'usr/share/doc/';
const NAME = '/copyright';

/**
 * Reads the licences of Debian packages from their copyright files, as the fact
 * `licenses:NAME` (one licence a line): the database itself names none. Of a file in free form it is
 * `licenses-recognized:NAME`: what phrases in it, and the common licences that it refers to, tell.
 *
 * https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
 */
export const debCopyright: PackageCataloger = {
  id: 'deb-copyright',
  revision: 2,
  reads: [{ under: UNDER, suffix: NAME, maxBytes: 4 * MIB }],
  grouping: 'file',

  catalog(files) {
    const findings: CatalogFinding[] = [];
    for (const file of files) {
      const name = file.path.slice(UNDER.length, -NAME.length);
      if (name === '' || name.includes('/')) continue;
      const { licenses, isDeclared } = licensesOf(file.text());
      if (licenses.length === 0) continue;
      const fact = isDeclared ? `licenses:${name}` : `licenses-recognized:${name}`;
      const facts = { [fact]: licenses.join('\n') };
      findings.push({ path: file.path, packages: [], facts });
    }
    return Promise.resolve({ findings, diagnostics: [] });
  },
};

/** No package has as many; what comes after is of a file that is not about licences. */
const MOST = 100;
const LONGEST = 200;
const COMMON = '/usr/share/common-licenses/';

interface CopyrightLicenses {
  readonly licenses: readonly string[];
  readonly isDeclared: boolean;
}

/** The short names of a machine-readable file's `License:` lines, else what can be recognized. */
function licensesOf(text: string): CopyrightLicenses {
  const names = new Set<string>();
  const isDeclared = /^Format(?:-Specification)?:/im.test(text.slice(0, 2048));
  for (const name of isDeclared ? shortNames(text) : recognized(text)) {
    if (name !== '' && name.length <= LONGEST) names.add(name);
    if (names.size === MOST) break;
  }
  return { licenses: [...names].toSorted(), isDeclared };
}

/**
 * A notice says more than the text that it refers to: without one nobody can tell whether `GPL-2` means
 * later versions too, and it stays the name of a text.
 */
function recognized(text: string): readonly string[] {
  const read = recognizedLicenses(text);
  const families = new Set(read.map((id) => id.replace(/-.*$/, '')));
  const common = [...commonLicenses(text)].filter(
    (name) => name !== '' && !families.has(name.replace(/-.*$/, '')),
  );
  return [...read, ...common.map((name) => (/^L?GPL|^GFDL/.test(name) ? `text of ${name}` : name))];
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
