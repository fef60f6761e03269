import ids from 'spdx-license-ids/index.json' with { type: 'json' };
import deprecated from 'spdx-license-ids/deprecated.json' with { type: 'json' };

/**
 * The identifier of the SPDX list that a licence's name can only mean: whatever its case, blanks and the
 * words licence and version, as Debian, Fedora, Python's classifiers or the licence itself call it.
 * `undefined` of all else: `BSD` and `GPL` are several licences, and none is guessed.
 */
export function spdxIdOf(name: string): string | undefined {
  if (/^https?:/i.test(name)) return idOfAddress(name);
  const key = keyOf(name);
  return gnuIdOf(key) ?? BY_KEY.get(key);
}

/** Addresses under which licences stand for good: of Apache, Eclipse, and by the list's identifiers. */
function idOfAddress(address: string): string | undefined {
  const plain = address
    .replace(/^https?:\/\/(?:www\.)?/i, '')
    .replace(/(?:\.(?:txt|html|php))?\/?$/, '');
  const fixed = ADDRESSES.get(plain.toLowerCase());
  const [, last] = /^(?:opensource|spdx)\.org\/licenses?\/([\w.-]{1,60})$/i.exec(plain) ?? [];
  return (
    fixed ?? (last === undefined ? undefined : (gnuIdOf(keyOf(last)) ?? BY_KEY.get(keyOf(last))))
  );
}

const ADDRESSES: ReadonlyMap<string, string> = new Map([
  ['apache.org/licenses/license-2.0', 'Apache-2.0'],
  ['eclipse.org/legal/epl-v10', 'EPL-1.0'],
  ['eclipse.org/legal/epl-v20', 'EPL-2.0'],
  ['eclipse.org/legal/epl-2.0', 'EPL-2.0'],
  ['eclipse.org/org/documents/edl-v10', 'BSD-3-Clause'],
  ['mozilla.org/mpl/2.0', 'MPL-2.0'],
  ['mozilla.org/en-us/mpl/2.0', 'MPL-2.0'],
  ['creativecommons.org/publicdomain/zero/1.0', 'CC0-1.0'],
]);

const PLAIN_WORDS =
  /\b(?:the|licen[cs]ed?|version|software|public|general|under|free|foundation|documentation|agreement)\b/g;

/** `apache2`: letters, digits and what tells versions apart. */
function keyOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/\((?:[^()]{0,60})\)/g, (all) => (/[<>=]/.test(all) ? all : ' '))
    .replaceAll(PLAIN_WORDS, ' ')
    .replaceAll(/\bv\.? ?(?=\d)/g, ' ')
    .replaceAll(/(\D)v(?=\d)/g, '$1')
    .replaceAll(/(\d)\.0(?![\d.])/g, '$1')
    .replaceAll(/[^a-z0-9.+>=]/g, '');
}

/**
 * The GNU family by the rule of its names: `GPL-2+`, `LGPLv2.1 or later`, `GNU Affero General Public License v3`.
 * A version alone is that one only, as the SPDX list and Debian have it.
 */
function gnuIdOf(key: string): string | undefined {
  const [, words = '', at, number = '', later] = GNU.exec(key) ?? [];
  const family = FAMILIES.get(words);
  if (family === undefined) return undefined;
  const version = number.includes('.') ? number : `${number}.0`;
  const isLater = at !== undefined || (later !== undefined && later !== 'only');
  const id = `${family}-${version}-${isLater ? 'or-later' : 'only'}`;
  return KNOWN.has(id) ? id : undefined;
}

const GNU =
  /^((?:gnu)?(?:[al]?gpl|gfdl|fdl|affero|lesser|library))(>=)?(\d(?:\.\d)?)(\+|only|orlater|oranylater|ornewer)?$/;

const FAMILIES: ReadonlyMap<string, string> = new Map([
  ['gpl', 'GPL'],
  ['gnugpl', 'GPL'],
  ['gnu', 'GPL'],
  ['lgpl', 'LGPL'],
  ['gnulgpl', 'LGPL'],
  ['gnulesser', 'LGPL'],
  ['lesser', 'LGPL'],
  ['gnulibrary', 'LGPL'],
  ['agpl', 'AGPL'],
  ['gnuagpl', 'AGPL'],
  ['gnuaffero', 'AGPL'],
  ['gfdl', 'GFDL'],
  ['fdl', 'GFDL'],
  ['gnufdl', 'GFDL'],
  ['gnugfdl', 'GFDL'],
]);

const KNOWN: ReadonlySet<string> = new Set(ids);

/** Other names, by their keys. */
const OTHER_NAMES: readonly (readonly [id: string, names: readonly string[]])[] = [
  ['0BSD', ['BSD Zero Clause', 'Zero-Clause BSD']],
  ['AFL-2.1', ['Academic Free License 2.1']],
  [
    'Apache-2.0',
    ['Apache 2', 'ASL 2.0', 'AL 2.0', 'Apache Software License 2.0', 'ALv2', 'Apache2'],
  ],
  ['BSD-2-Clause', ['Simplified BSD', 'FreeBSD License', 'BSD 2 Clause', '2-clause BSD', 'BSD-2']],
  [
    'BSD-3-Clause',
    [
      'New BSD',
      'Modified BSD',
      'Revised BSD',
      'BSD New',
      '3-Clause BSD',
      'BSD-3',
      'EDL 1.0',
      'Eclipse Distribution License v1.0',
      'Eclipse Distribution License - v 1.0',
    ],
  ],
  ['BSL-1.0', ['Boost', 'Boost Software License 1.0', 'Boost Software License - Version 1.0']],
  ['CC0-1.0', ['CC0', 'CC0 1.0 Universal', 'Creative Commons Zero v1.0 Universal']],
  ['CDDL-1.0', ['Common Development and Distribution License 1.0']],
  ['CDDL-1.1', ['Common Development and Distribution License 1.1']],
  ['EPL-1.0', ['Eclipse Public License 1.0', 'Eclipse Public License - v 1.0']],
  [
    'EPL-2.0',
    [
      'Eclipse Public License 2.0',
      'Eclipse Public License - v 2.0',
      'Eclipse Public License v. 2.0',
    ],
  ],
  ['HPND', ['Historical Permission Notice and Disclaimer']],
  ['ISC', ['ISCL', 'ISC License (ISCL)']],
  ['MIT', ['Expat', 'MIT/X11', 'MIT-Expat']],
  ['MPL-1.1', ['Mozilla Public License 1.1', 'MPLv1.1']],
  ['MPL-2.0', ['Mozilla Public License 2.0', 'MPLv2.0', 'MPLv2']],
  ['OFL-1.1', ['SIL Open Font License 1.1']],
  ['OpenSSL', ['OpenSSL License']],
  ['PostgreSQL', ['PostgreSQL License']],
  ['PSF-2.0', ['PSFL', 'Python Software Foundation License', 'PSF', 'Python Software Foundation']],
  ['Ruby', ["Ruby's"]],
  ['Unlicense', ['The Unlicense']],
  ['UPL-1.0', ['Universal Permissive License 1.0', 'UPL']],
  ['Vim', ['Vim License']],
  ['W3C', ['W3C License']],
  ['WTFPL', ['Do What The Fuck You Want To Public License']],
  ['Zlib', ['zlib/libpng', 'zlib License']],
  ['ZPL-2.1', ['Zope Public License 2.1']],
];

/** Those of identifiers first; what two of them share means neither. */
const BY_KEY: ReadonlyMap<string, string> = new Map([
  ...OTHER_NAMES.flatMap(([id, names]) => names.map((name) => [keyOf(name), id] as const)),
  ...unlikeKeys(),
]);

function* unlikeKeys(): Generator<readonly [string, string]> {
  const current = Map.groupBy(ids, keyOf);
  for (const [key, [id, ...others]] of current) {
    if (id !== undefined && others.length === 0) yield [key, id];
  }
  for (const [key, [id, ...others]] of Map.groupBy(deprecated, keyOf)) {
    if (id !== undefined && others.length === 0 && !current.has(key)) yield [key, id];
  }
}
