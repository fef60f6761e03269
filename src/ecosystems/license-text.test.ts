import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recognizedLicenses } from './license-text.ts';

const BSD = `Redistribution and use in source and binary forms are permitted provided that:
 1. Redistributions of source code must retain the above copyright
    notice, this list of conditions and the following disclaimer.
 2. Redistributions in binary form must reproduce the above copyright
    notice, this list of conditions.`;
const ENDORSE = `
 3. Neither the name of the author nor the names of its contributors
    may be used to endorse or promote products derived from it.`;
const MIT = `Permission is hereby granted, free of charge, to any person obtaining
a copy of this software and associated documentation files (the "Software"), to deal in it.
The above copyright notice and this permission notice shall be
included in all copies or substantial portions of the Software.`;

const GNU = (after: string): string => `This is distributed under the terms of the GNU
 * General Public License as published by the Free Software Foundation; ${after}`;

test('licences are told by phrases of their texts, however lines are broken', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    [BSD, ['BSD-2-Clause']],
    [BSD + ENDORSE, ['BSD-3-Clause']],
    [MIT, ['MIT']],
    [`${MIT}\n${BSD}`, ['BSD-2-Clause', 'MIT']],
    [
      `${BSD}${ENDORSE}\nAll advertising materials mentioning features or use of this software`,
      ['BSD-4-Clause'],
    ],
    [`${MIT} The name shall not be used in advertising or otherwise to promote it`, []],
    ['Apache License\n   Version 2.0, January 2004', ['Apache-2.0']],
    [GNU('either version 2, or (at your option) any later version.'), ['GPL-2.0-or-later']],
    [GNU('version 2.'), ['GPL-2.0-only']],
    [GNU('version 2. Or do something else later.'), ['GPL-2.0-only']],
    ['under the GNU Lesser General Public License, version 2.1 or later', ['LGPL-2.1-or-later']],
    ['Copyright 2020 somebody. All rights reserved.', []],
    ['Permission is hereby granted to nobody', []],
  ];
  for (const [text, expected] of cases) {
    assert.deepEqual(recognizedLicenses(text), expected, text);
  }
});

test('a text without end takes no longer than one of some hundred kilobytes', () => {
  const text = 'gnu general public license version '.repeat(100_000);
  assert.deepEqual(recognizedLicenses(text), []);
  assert.deepEqual(recognizedLicenses(' '.repeat(300_000) + MIT), []);
});
