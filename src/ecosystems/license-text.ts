/** Licences are some kilobytes; a file of all that a distribution's package holds can be megabytes. */
const MAX_TEXT = 256 * 1024;

/**
 * Licences whose text stands in a file, by phrases that stand in theirs and in no other: a bounded look,
 * no comparison of texts. Names as the SPDX list has them, in code-unit order. Whoever shows them says
 * that they were recognized, not declared.
 */
export function recognizedLicenses(text: string): readonly string[] {
  const plain = text
    .slice(0, MAX_TEXT)
    .toLowerCase()
    .replaceAll(/[\s*#>|]+/g, ' ')
    .replaceAll(/[“”„]/g, '"');
  const found = PHRASES.filter(
    ({ all, none = [] }) =>
      all.every((phrase) => plain.includes(phrase)) &&
      !none.some((phrase) => plain.includes(phrase)),
  ).map(({ id }) => id);
  return [...new Set([...found, ...gnuLicenses(plain)])].toSorted();
}

interface Phrases {
  readonly id: string;
  readonly all: readonly string[];
  readonly none?: readonly string[];
}

const BSD = [
  'redistributions of source code must retain the above copyright notice',
  'redistributions in binary form must reproduce the above copyright notice',
] as const;
const ENDORSE = 'may be used to endorse or promote products derived';
const ADVERTISE = 'all advertising materials mentioning features or use of this software';
const MIT =
  'permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files';

/** https://github.com/spdx/license-list-data has the texts. */
const PHRASES: readonly Phrases[] = [
  { id: 'Apache-2.0', all: ['apache license', 'version 2.0, january 2004'] },
  { id: 'Apache-2.0', all: ['licensed under the apache license, version 2.0'] },
  { id: 'BSD-2-Clause', all: [...BSD], none: [ENDORSE, ADVERTISE] },
  { id: 'BSD-3-Clause', all: [...BSD, ENDORSE], none: [ADVERTISE] },
  { id: 'BSD-4-Clause', all: [...BSD, ENDORSE, ADVERTISE] },
  { id: 'BSL-1.0', all: ['boost software license - version 1.0'] },
  { id: 'CC0-1.0', all: ['cc0 1.0 universal'] },
  { id: 'EPL-2.0', all: ['eclipse public license - v 2.0'] },
  {
    id: 'ISC',
    all: [
      'permission to use, copy, modify, and',
      'distribute this software for any purpose with or without fee is hereby granted',
      'the software is provided "as is" and',
    ],
  },
  {
    id: 'MIT',
    all: [
      MIT,
      'the above copyright notice and this permission notice',
      'be included in all copies',
    ],
    none: ['shall not be used in advertising or otherwise to promote'],
  },
  { id: 'MPL-2.0', all: ['mozilla public license', 'version 2.0', 'covered software'] },
  { id: 'MPL-2.0', all: ['subject to the terms of the mozilla public license, v. 2.0'] },
  {
    id: 'Unlicense',
    all: ['this is free and unencumbered software released into the public domain'],
  },
  {
    id: 'Zlib',
    all: [
      'altered source versions must be plainly marked as such',
      'the origin of this software must not be misrepresented',
    ],
  },
];

/** What a program's own notice says: the words that follow the version tell whether later ones count. */
const GNU_NOTICE =
  /gnu (?<kind>lesser |library |affero )?general public licen[cs]e(?: \([a-z]{1,6}\))?,? (?:as published by the free software foundation[,;]? ?)?(?:either )?\(?version (?<number>\d(?:\.\d)?)(?<after>[^]{0,60})/g;

const FAMILIES: Readonly<Record<string, string>> = {
  'lesser ': 'LGPL',
  'library ': 'LGPL',
  'affero ': 'AGPL',
};

function gnuLicenses(plain: string): string[] {
  return [...plain.matchAll(GNU_NOTICE)].slice(0, MOST_NOTICES).flatMap(({ groups }) => {
    const { kind = '', number = '', after = '' } = groups ?? {};
    const version = number.includes('.') ? number : `${number}.0`;
    const isLater = /^[^.]{0,30}\bor (?:\(?at your option\)? )?(?:any )?(?:later|newer)\b/.test(
      after,
    );
    return [`${FAMILIES[kind] ?? 'GPL'}-${version}-${isLater ? 'or-later' : 'only'}`];
  });
}

const MOST_NOTICES = 100;
