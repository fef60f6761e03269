import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogerTests } from '../cataloger.contract.ts';
import { layerFile } from '../layer-file.ts';
import { debCopyright } from './catalog-copyright.ts';

const FORMAT = 'https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/';
const MACHINE = `Format: ${FORMAT}
Upstream-Name: six

Files: *
Copyright: 2010, Benjamin Peterson
License: MIT

Files: debian/*
License: GPL-2+
 On Debian systems see /usr/share/common-licenses/GPL-2.

License: MIT
 Permission is hereby granted.
`;
const FREE = `This is bash.
On Debian systems, the complete text of the GNU General Public License
can be found in \`/usr/share/common-licenses/GPL-3'.  See /usr/share/common-licenses/GFDL-1.3.
`;

const NOTICE = `This program is free software; you can redistribute it and/or modify it
under the terms of the GNU General Public License as published by the Free Software
Foundation; either version 3, or (at your option) any later version.
See /usr/share/common-licenses/GPL-3 and /usr/share/common-licenses/GFDL-1.3.
`;

catalogerTests(debCopyright, [{ 'usr/share/doc/six/copyright': MACHINE }]);

test('licences are the names of License lines, or what notices and the common licences that prose refers to tell', async () => {
  const cases: readonly (readonly [string, string, unknown])[] = [
    ['usr/share/doc/six/copyright', MACHINE, { 'licenses:six': 'GPL-2+\nMIT' }],
    [
      'usr/share/doc/bash/copyright',
      FREE,
      { 'licenses-recognized:bash': 'text of GFDL-1.3\ntext of GPL-3' },
    ],
    [
      'usr/share/doc/tar/copyright',
      NOTICE,
      { 'licenses-recognized:tar': 'GPL-3.0-or-later\ntext of GFDL-1.3' },
    ],
    ['usr/share/doc/none/copyright', 'All rights reserved.', undefined],
    ['usr/share/doc/a/b/copyright', MACHINE, undefined],
  ];
  for (const [path, text, expected] of cases) {
    const { findings } = await debCopyright.catalog([layerFile(path, [Buffer.from(text)])]);
    assert.deepEqual(findings[0]?.facts, expected, path);
  }
});
