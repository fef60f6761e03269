import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CatalogResult } from '../cataloger.ts';
import { catalogerTests } from '../cataloger.contract.ts';
import { layerFile } from '../layer-file.ts';
import type { SampleEntry } from '../zip-samples.contract.ts';
import { sampleZip } from '../zip-samples.contract.ts';
import { gradleLock } from './catalog-gradle-lock.ts';
import { javaArchive } from './catalog-java-archive.ts';
import { maven } from './index.ts';

const GRADLE_LOCK = `# This is a Gradle generated file for dependency locking.
org.springframework:spring-core:5.3.20=compileClasspath,runtimeClasspath
junit:junit:4.13=testCompileClasspath,testRuntimeClasspath
empty=annotationProcessor
`;

catalogerTests(gradleLock, [{ 'app/gradle.lockfile': GRADLE_LOCK }]);
catalogerTests(javaArchive, [
  { 'app/a-1.0.jar': sampleZip([properties('org.example', 'a', '1.0')]) },
  { 'app/shop.war': war() },
]);

test('pom.properties names an archive, before its manifest and its name', async () => {
  assert.deepEqual(
    await list('opt/renamed-9.jar', [
      properties('org.example', 'a', '1.0'),
      manifest({ 'Implementation-Title': 'other', 'Implementation-Version': '8' }),
    ]),
    ['org.example:a 1.0 exact opt/renamed-9.jar'],
  );
});

test('pom.xml names it where there are no properties, and gives its licences', async () => {
  const entries = [
    {
      name: 'META-INF/maven/org.example/a/pom.xml',
      content: `<project><parent><groupId>org.example</groupId><version>2.0</version></parent>
        <artifactId>a</artifactId><licenses><license><name>MIT</name></license></licenses></project>`,
    },
  ];
  const result = await catalog('a.jar', entries);
  const [found] = result.findings[0]?.packages ?? [];
  assert.deepEqual(
    [found?.name, found?.version, found?.licenses],
    ['org.example:a', '2.0', ['MIT']],
  );
});

test('of several poms the one named like the file is the archive, the others are shaded', async () => {
  const poms = [
    properties('com.google.guava', 'guava', '27.0-jre'),
    properties('org.example', 'uber', '1.0'),
    properties('org.slf4j', 'slf4j-api', '1.7.25'),
  ];
  assert.deepEqual(await list('uber-1.0.jar', poms), [
    'org.example:uber 1.0 exact uber-1.0.jar',
    'com.google.guava:guava 27.0-jre exact uber-1.0.jar in org.example:uber',
    'org.slf4j:slf4j-api 1.7.25 exact uber-1.0.jar in org.example:uber',
  ]);
  assert.deepEqual(await list('app.jar', poms.slice(0, 2)), [
    'com.google.guava:guava 27.0-jre exact app.jar in app.jar',
    'org.example:uber 1.0 exact app.jar in app.jar',
  ]);
});

test('nested archives are found, stored and deflated, with where they lie', async () => {
  const { findings, diagnostics } = await javaArchive.catalog([layerFile('app/shop.war', [war()])]);
  assert.deepEqual(diagnostics, []);
  assert.deepEqual(
    findings.flatMap(({ packages }) => packages.map(line)),
    [
      'org.example:shop 1.0 exact app/shop.war',
      'org.example:a 1.0 exact app/shop.war!/WEB-INF/lib/a.jar in org.example:shop',
      'org.example:c 3.0 exact app/shop.war!/WEB-INF/lib/b.jar!/c.jar in b.jar',
    ],
  );
});

test('a Gradle-built archive is named by its file, and matched under probable groups', async () => {
  const spring = await catalog('spring-core-5.3.20.jar', [
    manifest({
      'Implementation-Title': 'spring-core',
      'Implementation-Version': '5.3.20',
      'Automatic-Module-Name': 'spring.core',
    }),
    { name: 'org/springframework/core/Ordered.class' },
    { name: 'org/springframework/core/env/Environment.class' },
  ]);
  const [found] = spring.findings[0]?.packages ?? [];
  assert.ok(found);
  assert.deepEqual(
    [found.version, found.confidence, found.evidence],
    ['5.3.20', 'heuristic', 'manifest'],
  );
  const keys = maven.matchTargetOf(found, { distro: undefined, facts: new Map() })?.keys;
  const names = keys?.map(({ name }) => name) ?? [];
  assert.ok(names.includes('org.springframework:spring-core'));
  assert.ok(names.every((name) => name.endsWith(':spring-core')));
});

test('a renamed file has the name and version of its manifest', async () => {
  assert.deepEqual(
    await list('usr/share/java/spring3-core-3.x.jar', [
      manifest({
        'Implementation-Title': 'spring-core',
        'Implementation-Version': '4.3.30.RELEASE',
      }),
    ]),
    ['spring-core 4.3.30.RELEASE heuristic usr/share/java/spring3-core-3.x.jar'],
  );
});

test('what names an archive: bundles, plugins, file names with their group', async () => {
  const cases: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
    ['asm-7.1.jar', { 'Bundle-Version': '7.1.0' }, 'org.ow2.asm:asm 7.1'],
    [
      'kotlin-stdlib-1.6.21.jar',
      { 'Implementation-Version': '1.6.21-release-334(1.6.21)' },
      'org.jetbrains.kotlin:kotlin-stdlib 1.6.21',
    ],
    [
      'log4j-1.2.17.jar',
      { 'Implementation-Vendor-Id': 'org.apache', 'Implementation-Version': '1.2.17' },
      'log4j:log4j 1.2.17',
    ],
    [
      'org.typelevel.jawn-parser_3-1.6.0.jar',
      {
        'Implementation-Vendor-Id': 'org.typelevel',
        'Implementation-Title': 'parser',
        'Implementation-Version': '1.6.0',
      },
      'org.typelevel:jawn-parser_3 1.6.0',
    ],
    [
      'git.hpi',
      {
        'Short-Name': 'git',
        'Plugin-Version': '4.11.0 (private)',
        'Group-Id': 'org.jenkins-ci.plugins',
      },
      'org.jenkins-ci.plugins:git 4.11.0',
    ],
    [
      'tomcat-embed-core-9.0.62.jar',
      { 'Implementation-Title': 'Apache Tomcat', 'Implementation-Version': '9.0.62' },
      'org.apache.tomcat.embed:tomcat-embed-core 9.0.62',
    ],
    ['xpp3-1.1.4c.jar', {}, 'xpp3:xpp3 1.1.4c'],
    ['tools-2.0.jar', { 'Implementation-Vendor-Id': 'org.apache' }, 'tools 2.0'],
  ];
  for (const [path, attributes, expected] of cases) {
    const [found = ''] = await list(path, [manifest(attributes)]);
    assert.equal(found.split(' ').slice(0, 2).join(' '), expected);
  }
});

test('the SBOM of an application names what is in it, and what was merged into it', async () => {
  const components = ['spring-core@5.3.20', 'merged@1.0'].map((id) => ({
    type: 'library',
    purl: `pkg:maven/org.springframework/${id}?type=jar`,
  }));
  const sbom = JSON.stringify({ bomFormat: 'CycloneDX', components });
  assert.deepEqual(
    await list('demo-1.0.jar', [
      { name: 'META-INF/sbom/application.cdx.json', content: sbom },
      { name: 'BOOT-INF/lib/spring-core-5.3.20.jar', content: sampleZip([]), isStored: true },
    ]),
    [
      'demo 1.0 heuristic demo-1.0.jar',
      'org.springframework:spring-core 5.3.20 exact demo-1.0.jar!/BOOT-INF/lib/spring-core-5.3.20.jar in demo',
      'org.springframework:merged 1.0 exact demo-1.0.jar!/META-INF/sbom/application.cdx.json in demo',
    ],
  );
});

test('a hostile entry hides nothing, and is told of', async () => {
  const { findings, diagnostics } = await catalog('a.jar', [
    { name: '../../x', content: 'x' },
    { name: 'META-INF/MANIFEST.MF', content: 'x', isEncrypted: true },
    { ...properties('org.example', 'a', '1.0'), declaredSize: 3 },
    { name: 'lib/b.jar', content: 'no zip' },
  ]);
  assert.deepEqual(findings[0]?.packages.map(line), ['org.example:a 1.0 exact a.jar']);
  assert.deepEqual(diagnostics.map(({ code, path }) => `${code} ${path}`).toSorted(), [
    'maven.archive.entry-odd a.jar!/META-INF/maven/org.example/a/pom.properties',
    'maven.archive.entry-unreadable a.jar!/META-INF/MANIFEST.MF',
    'maven.archive.unreadable a.jar!/lib/b.jar',
  ]);
});

test('archives nest five deep, not twenty', async () => {
  let content = sampleZip([properties('org.example', 'core', '1.0')]);
  for (let depth = 1; depth < 20; depth += 1) content = sampleZip([{ name: 'n.jar', content }]);
  const { findings, diagnostics } = await javaArchive.catalog([layerFile('a.jar', [content])]);
  assert.deepEqual(findings, []);
  assert.ok(diagnostics.some(({ code }) => code === 'maven.archive.too-deep'));
});

test('archives that unfold to too much are read in part, and that is said', async () => {
  let content = sampleZip([{ name: 'z.jar', content: Buffer.alloc(30 * 1024 * 1024) }]);
  for (let depth = 1; depth < 4; depth += 1) {
    content = sampleZip(Array.from({ length: 16 }, (_, n) => ({ name: `${n}.jar`, content })));
  }
  const start = performance.now();
  const { diagnostics } = await javaArchive.catalog([layerFile('a.jar', [content])]);
  assert.ok(performance.now() - start < 5000);
  const codes = new Set(diagnostics.map(({ code }) => code));
  assert.ok(codes.has('maven.archive.too-large') || codes.has('maven.archive.entry-unreadable'));
});

test('what is no archive is told of; of one without a version that it is not listed', async () => {
  const result = await javaArchive.catalog([layerFile('a.jar', [Buffer.from('#!/bin/sh\n')])]);
  assert.deepEqual(
    result.diagnostics.map(({ code }) => code),
    ['maven.archive.unreadable'],
  );
  const malformed = await catalog('no-version.jar', [
    { name: 'META-INF/MANIFEST.MF', content: 'Manifest-Version:\nMain-Class: A\n' },
  ]);
  assert.deepEqual(malformed.findings, []);
  assert.deepEqual(
    malformed.diagnostics.map(({ code }) => code),
    ['maven.manifest.malformed', 'maven.archive.unidentified'],
  );
});

test('a gradle.lockfile tells what is resolved, and what of it only tests use', async () => {
  const file = layerFile('gradle.lockfile', [Buffer.from(GRADLE_LOCK)]);
  const { findings } = await gradleLock.catalog([file]);
  assert.deepEqual(
    findings[0]?.packages.map(({ name, version, scope }) => `${name} ${version} ${scope}`),
    ['org.springframework:spring-core 5.3.20 runtime', 'junit:junit 4.13 dev'],
  );
});

test('purls part the group from the artifact', () => {
  const pkg = {
    ecosystem: 'maven',
    name: 'org.example:a',
    version: '1.0',
    licenses: [],
    locations: ['a.jar'],
    evidence: 'metadata',
    confidence: 'exact',
    scope: 'runtime',
  } as const;
  assert.equal(maven.purlOf(pkg, undefined), 'pkg:maven/org.example/a@1.0');
});

function war(): Buffer {
  const a = sampleZip([properties('org.example', 'a', '1.0')]);
  const c = sampleZip([properties('org.example', 'c', '3.0')]);
  const b = sampleZip([{ name: 'c.jar', content: c }]);
  return sampleZip([
    properties('org.example', 'shop', '1.0'),
    { name: 'WEB-INF/lib/a.jar', content: a, isStored: true },
    { name: 'WEB-INF/lib/b.jar', content: b },
  ]);
}

function properties(groupId: string, artifactId: string, version: string): SampleEntry {
  return {
    name: `META-INF/maven/${groupId}/${artifactId}/pom.properties`,
    content: `#Generated by Maven\nversion=${version}\ngroupId=${groupId}\nartifactId=${artifactId}\n`,
  };
}

function manifest(attributes: Readonly<Record<string, string>>): SampleEntry {
  const lines = Object.entries(attributes).map(([name, value]) => `${name}: ${value}\r\n`);
  return {
    name: 'META-INF/MANIFEST.MF',
    content: `Manifest-Version: 1.0\r\n${lines.join('')}\r\n`,
  };
}

function catalog(path: string, entries: readonly SampleEntry[]): Promise<CatalogResult> {
  return javaArchive.catalog([layerFile(path, [sampleZip(entries)])]);
}

async function list(path: string, entries: readonly SampleEntry[]): Promise<string[]> {
  return (await catalog(path, entries)).findings.flatMap(({ packages }) => packages.map(line));
}

function line(pkg: {
  readonly name: string;
  readonly version: string;
  readonly confidence: string;
  readonly locations: readonly string[];
  readonly inside?: string;
}): string {
  const inside = pkg.inside === undefined ? '' : ` in ${pkg.inside}`;
  return `${pkg.name} ${pkg.version} ${pkg.confidence} ${pkg.locations[0]}${inside}`;
}
