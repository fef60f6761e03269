import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { arrayOf, recordOf, stringOf } from '../base/index.ts';
import { RELEASE_FILES, detectDistro } from './release-files.ts';

const CASES = join(import.meta.dirname, '../../../shared/cases/os-release');
const isThere = existsSync(CASES);
const skip =
  isThere || process.env['CI'] === 'true' ? false : `${CASES} is absent: its cases are not checked`;

/** Our names of the fields that the cases expect; the others are not read. */
const FIELDS: Readonly<
  Record<
    string,
    'id' | 'versionId' | 'version' | 'codename' | 'name' | 'prettyName' | 'cpeName' | 'buildId'
  >
> = {
  ID: 'id',
  VersionID: 'versionId',
  Version: 'version',
  VersionCodename: 'codename',
  Name: 'name',
  PrettyName: 'prettyName',
  CPEName: 'cpeName',
  BuildID: 'buildId',
};

test("the distributions of other tools' cases are told from their release files", { skip }, () => {
  let checked = 0;
  for (const value of arrayOf(
    recordOf(JSON.parse(readFileSync(join(CASES, 'expected.json'), 'utf8')))['syft'],
  )) {
    const { fixture, expected, idLike } = recordOf(value);
    const place = String(fixture).replace('testdata/os/', 'syft/');
    const distro = detectDistro(filesOf(place));
    // A busybox binary is a program that many distributions have: not the sign of one for us.
    const wanted = place.endsWith('/busybox') ? {} : recordOf(expected);
    for (const [theirs, ours] of Object.entries(FIELDS)) {
      // A CPE name gives no name; what is called so there is the CPE's vendor.
      if (distro?.path === 'etc/system-release-cpe' && /name$/i.test(ours) && ours !== 'cpeName')
        continue;
      const expected = stringOf(wanted[theirs]) ?? '';
      // Of one redhat-release they leave the code name out, of the others not.
      const isCut = place.startsWith('syft/centos5') && ours === 'version';
      const told = distro?.[ours] ?? '';
      assert.equal(isCut ? told.replace(' (Final)', '') : told, expected, `${place}: ${theirs}`);
    }
    if (distro?.path.endsWith('os-release')) assert.deepEqual(distro.idLike, idLike, place);
    checked += 1;
  }
  assert.equal(checked, 30);
});

test(
  'a release file without an id, or with an unknown one, is taken for no other distribution',
  { skip },
  () => {
    const seen = readdirSync(join(CASES, 'trivy')).map((name) => {
      const text = readFileSync(join(CASES, 'trivy', name), 'utf8');
      const distro = detectDistro({ 'etc/os-release': text });
      return [name, distro && `${distro.id} ${distro.versionId}`.trim()] as const;
    });
    const ids = new Map(seen);
    assert.equal(ids.get('no-id'), undefined);
    assert.equal(ids.get('unknown'), 'unknown 4.3.2');
    assert.equal(ids.get('no-version'), 'alpine');
    assert.equal(
      ids.get('opensuse-tumbleweed') ?? ids.get('opensusetumbleweed'),
      'opensuse-tumbleweed 20220412',
    );
    assert.deepEqual(
      seen.filter(([, id]) => id === undefined).map(([name]) => name),
      ['no-id'],
    );
  },
);

test('os-release is read as shell assignments', () => {
  const text = [
    '# ID=comment',
    'ID=first',
    "ID='Debian'",
    String.raw`NAME="a \"quoted\" \$name \\ \`tick\`"`,
    "VERSION='as $is'",
    'not an assignment',
    'VERSION_ID="12',
    'ID_LIKE="one  two"',
    'PRETTY_NAME=""',
    '__proto__=x',
  ].join('\r\n');
  assert.deepEqual(detectDistro({ 'etc/os-release': text }), {
    id: 'debian',
    versionId: '"12',
    name: 'a "quoted" $name \\ `tick`',
    version: 'as $is',
    idLike: ['one', 'two'],
    path: 'etc/os-release',
  });
});

test('without os-release the other files tell, the most particular first', () => {
  const cases: readonly (readonly [Record<string, string>, string | undefined])[] = [
    [
      {
        'etc/oracle-release': 'Oracle Linux Server release 6.9\n',
        'etc/redhat-release': 'Red Hat Enterprise Linux Server release 6.9 (Santiago)\n',
      },
      'ol 6.9',
    ],
    [{ 'etc/system-release': 'Amazon Linux AMI release 2018.03' }, 'amzn 2018.03'],
    [{ 'etc/alpine-release': '3.18.2\n' }, 'alpine 3.18.2'],
    [{ 'etc/debian_version': '7.11\n' }, 'debian 7.11'],
    [{ 'etc/debian_version': 'trixie/sid\n' }, 'debian  trixie'],
    [
      { 'etc/lsb-release': 'DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=14.04\nDISTRIB_CODENAME=trusty\n' },
      'ubuntu 14.04 trusty',
    ],
    [{ 'etc/os-release': '', 'etc/alpine-release': '3.2.0' }, 'alpine 3.2.0'],
    [
      { 'etc/os-release': 'ID=ubuntu\nVERSION_ID=22.04', 'etc/debian_version': 'bookworm/sid' },
      'ubuntu 22.04',
    ],
    [
      { 'etc/os-release': 'ID=debian\nVERSION_ID=12', 'etc/debian_version': '12.11' },
      'debian 12.11',
    ],
    [{ 'etc/os-release': 'ID=debian\nVERSION_ID=1', 'etc/debian_version': '12.11' }, 'debian 1'],
    [{ 'etc/redhat-release': 'Something Else release 3' }, undefined],
    [{ 'etc/system-release-cpe': 'cpe:/a:centos:linux:6' }, undefined],
    [{}, undefined],
  ];
  for (const [files, expected] of cases) {
    const distro = detectDistro(files);
    const text =
      distro &&
      [distro.id, distro.versionId, ...(distro.codename ? [distro.codename] : [])].join(' ');
    assert.equal(text, expected, JSON.stringify(files));
  }
});

/** Release files of an image root, or the one file that the case names. */
function filesOf(place: string): Record<string, string> {
  const path = join(CASES, place);
  const [, root = place, named] = /^(.*?)\/(etc\/.*)$/.exec(place) ?? [];
  const paths = statSync(path).isFile() && named !== undefined ? [named] : RELEASE_FILES;
  return Object.fromEntries(
    paths
      .filter((name) => existsSync(join(CASES, root, name)))
      .map((name) => [name, readFileSync(join(CASES, root, name), 'utf8')]),
  );
}
