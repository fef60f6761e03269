import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogerTests } from '../cataloger.contract.ts';
import { codesOf, packagesIn } from '../found-packages.contract.ts';
import { hostileTextTests } from '../hostile-text.contract.ts';
import { layerFile } from '../layer-file.ts';
import { contextOf, distroOf } from '../sample-values.ts';
import { alpmDesc, alpmFiles } from './catalog-local.ts';
import { alpm } from './index.ts';

const FOLDER = 'var/lib/pacman/local/pacman-mirrorlist-20240101-1';
const ARCH = distroOf('arch');

/** Typed by hand after alpm-db-desc(5) and alpm-db-files(5). */
const DESC = `%NAME%
libldap

%VERSION%
1:2.6.7-2

%BASE%
openldap

%DESC%
Lightweight Directory Access Protocol (LDAP) client libraries

%ARCH%
x86_64

%PACKAGER%
Somebody <somebody@archlinux.org>

%LICENSE%
custom
MIT

%DEPENDS%
libsasl
`;
const FILES = `%FILES%
etc/
etc/openldap/ldap.conf
usr/lib/python3.12/site-packages/six.py
usr/share/man/man5/ldap.conf.5.gz

%BACKUP%
etc/openldap/ldap.conf	d41d8cd98f00b204e9800998ecf8427e
`;

catalogerTests(alpmDesc, [{ [`${FOLDER}/desc`]: DESC }]);
catalogerTests(alpmFiles, [{ [`${FOLDER}/files`]: FILES }]);
hostileTextTests(alpmDesc, `${FOLDER}/desc`);
hostileTextTests(alpmFiles, `${FOLDER}/files`);

test('a package has its source, architecture, licences and packager', async () => {
  const [found] = await packagesIn(alpmDesc, `${FOLDER}/desc`, DESC);
  assert.ok(found);
  assert.deepEqual(found, {
    ecosystem: 'alpm',
    name: 'libldap',
    version: '1:2.6.7-2',
    architecture: 'x86_64',
    source: { name: 'openldap', version: '1:2.6.7-2' },
    vendor: 'Somebody <somebody@archlinux.org>',
    licenses: ['custom', 'MIT'],
    locations: [`${FOLDER}/desc`],
    evidence: 'database',
    confidence: 'exact',
    scope: 'runtime',
  });
  assert.equal(
    alpm.purlOf(found, ARCH),
    'pkg:alpm/arch/libldap@1:2.6.7-2?arch=x86_64&distro=arch&upstream=openldap',
  );
  assert.equal(alpm.originOf(found, ARCH), 'distribution');
  assert.equal(alpm.originOf(found, undefined), 'unknown');
  assert.equal(alpm.originOf({ ...found, vendor: 'Unknown Packager' }, ARCH), 'third-party');
  assert.equal(alpm.matchTargetOf(found, contextOf(ARCH)), undefined);
  assert.deepEqual(await codesOf(alpmDesc, `${FOLDER}/desc`, '%NAME%\na\n'), [
    'alpm.desc.incomplete',
  ]);
});

test('the folder of a file list tells whose it is; folders are nobody’s', async () => {
  const { findings } = await alpmFiles.catalog([
    layerFile(`${FOLDER}/files`, [Buffer.from(FILES)]),
  ]);
  assert.deepEqual(findings[0]?.ownership, [
    {
      owner: 'pacman-mirrorlist',
      paths: [
        { path: 'etc/openldap/ldap.conf' },
        { path: 'usr/lib/python3.12/site-packages/six.py' },
      ],
    },
  ]);
});
