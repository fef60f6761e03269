import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogerTests } from '../cataloger.contract.ts';
import { layerFile } from '../layer-file.ts';
import { dpkgFiles } from './catalog-dpkg-files.ts';

const LIST =
  '/.\n/usr\n/usr/bin\n/usr/bin/six\n/usr/lib\n/usr/lib/python3\n/usr/lib/python3/six.py\n/usr/share/man\n/usr/share/man/six.1.gz\n';
const SUM = '6264b3617e9bd0092102a2ab8db06adb';
const MD5SUMS = `${SUM}  usr/lib/python3/six.py\n`;

catalogerTests(dpkgFiles, [
  { 'var/lib/dpkg/info/six.list': LIST, 'var/lib/dpkg/info/six.md5sums': MD5SUMS },
]);

test('a list gives the files of a package, folders and manual pages left out, with digests', async () => {
  const { findings } = await dpkgFiles.catalog([
    layerFile('var/lib/dpkg/info/six:amd64.md5sums', [Buffer.from(MD5SUMS)]),
    layerFile('var/lib/dpkg/info/six:amd64.list', [Buffer.from(LIST)]),
    layerFile('var/lib/dpkg/info/alone.md5sums', [Buffer.from(MD5SUMS)]),
  ]);
  const digested = { path: 'usr/lib/python3/six.py', digest: `md5:${SUM}` };
  assert.deepEqual(
    findings.flatMap(({ ownership }) => ownership),
    [
      { owner: 'six:amd64', paths: [{ path: 'usr/bin/six' }, digested] },
      { owner: 'alone', paths: [digested] },
    ],
  );
});
