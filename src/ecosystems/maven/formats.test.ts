import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { classPrefixesOf, groupIdsOf } from './class-prefixes.ts';
import { parseFileName } from './file-name.ts';
import { mainSectionOf, parseManifest } from './manifest.ts';
import { parsePom } from './pom.ts';
import { parseProperties } from './properties.ts';

const CASES = join(import.meta.dirname, '../../../../shared/cases/java');
const isAbsent = !existsSync(CASES) && process.env['CI'] !== 'true';
const options = { skip: isAbsent && `SKIPPED: ${CASES} is absent` };

test('the main section of 45 real manifests is kept byte for byte', options, () => {
  const folder = join(CASES, 'manifest');
  const names = readdirSync(folder).filter((name) => !name.endsWith('.want'));
  assert.equal(names.length, 45);
  for (const name of names) {
    const expected = readFileSync(join(folder, `${name}.want`), 'utf8');
    assert.equal(mainSectionOf(readFileSync(join(folder, name), 'utf8')), expected, name);
  }
});

test('an individual section without an empty line before it ends the main section', options, () => {
  const path = join(CASES, 'manifestSection/individual');
  const section = mainSectionOf(readFileSync(path, 'utf8'));
  assert.equal(section, readFileSync(`${path}.want`, 'utf8'));
});

test('25 real pom.properties name group, artifact and version', options, () => {
  const folder = join(CASES, 'properties');
  const names = readdirSync(folder);
  assert.equal(names.length, 25);
  for (const name of names) {
    const properties = parseProperties(readFileSync(join(folder, name), 'utf8'));
    for (const key of ['groupId', 'artifactId', 'version']) assert.ok(properties.get(key), name);
    const file = parseFileName(name);
    const told = `${properties.get('artifactId')} ${properties.get('version')}`;
    assert.equal(told, `${file.name} ${file.version}`);
  }
});

test('a manifest without its version is malformed and no more', options, () => {
  const path = join(CASES, 'malformed-manifests/no-version');
  const manifest = parseManifest(readFileSync(path, 'utf8'));
  assert.equal(manifest.isMalformed, true);
  assert.equal(manifest.attributes.get('main-class'), 'HelloWorld');
});

test('25 file names are parted into name and version', options, () => {
  const { cases } = JSON.parse(readFileSync(join(CASES, 'filenames.json'), 'utf8'));
  assert.equal(cases.length, 25);
  for (const { filename, name, version } of cases) {
    assert.deepEqual(parseFileName(filename), { name, version }, filename);
  }
});

test('numbers that belong to a name stay in it', () => {
  const cases = {
    'log4j-1.2-api-2.17.1.jar': ['log4j-1.2-api', '2.17.1'],
    'hibernate-jpa-2.1-api-1.0.0.Final.jar': ['hibernate-jpa-2.1-api', '1.0.0.Final'],
    'kafka_2.13-3.4.0.jar': ['kafka_2.13', '3.4.0'],
    'guava-27.0-jre.jar': ['guava', '27.0-jre'],
    'netty-tcnative-2.0.36.Final-linux-x86_64.jar': ['netty-tcnative', '2.0.36.Final'],
    'bcprov-jdk15on-1.70.jar': ['bcprov-jdk15on', '1.70'],
    '.jar': ['.jar', ''],
    '1.0.jar': ['1', '0'],
  };
  for (const [path, [name, version]] of Object.entries(cases)) {
    assert.deepEqual(parseFileName(path), { name, version }, path);
  }
});

test('manifest lines go on, end in any way, and only the main section counts', () => {
  const text = 'Manifest-Version: 1.0\rBundle-Name: a\n b\r\n  c\nX: y\n\nName: z\nX: other\n';
  assert.deepEqual(
    [...parseManifest(text).attributes],
    [
      ['manifest-version', '1.0'],
      ['bundle-name', 'ab c'],
      ['x', 'y'],
    ],
  );
  const long = parseManifest(`Manifest-Version: 1.0\nA: ${'x'.repeat(200_000)}\0\n`);
  assert.equal(long.attributes.get('a')?.length, 200_001);
});

test('properties have escapes, comments, three separators and lines that go on', () => {
  const text = '# a=0\n! b\na = 1\nb:2\nc 3\nd=x\\\n   y\ne\\=f=\\u0041\\n\n\ng';
  assert.deepEqual(Object.fromEntries(parseProperties(text)), {
    a: '1',
    b: '2',
    c: '3',
    d: 'xy',
    'e=f': 'A\n'.trim(),
    g: '',
  });
});

const POM = `<?xml version="1.0"?>
<!DOCTYPE project [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<!-- <project><version>0</version></project> -->
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <parent><groupId>org.example</groupId><artifactId>parent</artifactId><version>1.2</version></parent>
  <artifactId>a-\${kind}</artifactId>
  <version>\${revision}\${suffix}</version>
  <name>&x; &amp; <![CDATA[<b>]]></name>
  <properties><revision>\${project.parent.version}.3</revision><suffix/><kind>b</kind></properties>
  <licenses><license><name>MIT</name></license><license><name>Apache-2.0</name></license></licenses>
  <dependencies><dependency><version>9</version></dependency></dependencies>
</project>`;

test('a pom has what its parent and its properties give it', () => {
  assert.deepEqual(parsePom(POM), {
    groupId: 'org.example',
    artifactId: 'a-b',
    version: '1.2.3',
    licenses: ['MIT', 'Apache-2.0'],
  });
});

test('a placeholder that the file does not resolve is no version', () => {
  const found = ['1.0', '${nowhere}', '${x}', '${project.version}'].map((version) => {
    const properties = '<properties><x>${y}</x><y>${x}${x}</y></properties>';
    return parsePom(`<project><version>${version}</version>${properties}</project>`).version;
  });
  assert.deepEqual(found, ['1.0', undefined, undefined, undefined]);
});

test('a hostile pom is read in linear time and nothing is fetched or expanded', () => {
  const laughs = '<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><project><version>&c;';
  assert.equal(parsePom(`${laughs}</version></project>`).version, '&c;');
  assert.deepEqual(parsePom('<a>'.repeat(1_000_000)), { licenses: [] });
  assert.deepEqual(parsePom('<!--'.repeat(500_000)), { licenses: [] });
  assert.deepEqual(parsePom('<!DOCTYPE [>'.repeat(300_000)), { licenses: [] });
});

test("the packages of most classes are an archive's prefixes", () => {
  const names = [
    'org/example/app/core/impl/A.class',
    'org/example/app/core/B.class',
    'BOOT-INF/classes/com/shop/C.class',
    'META-INF/versions/11/org/example/app/core/B.class',
    'D.class',
    'module-info.class',
    'org/example/readme.txt',
  ];
  assert.deepEqual(classPrefixesOf(names), ['org.example.app.core', 'com.shop']);
  assert.deepEqual(groupIdsOf(['org.example.app', 'com.shop', 'okio']), [
    'org.example.app',
    'com.shop',
    'org.example',
  ]);
});
