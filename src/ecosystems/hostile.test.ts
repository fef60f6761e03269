import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { mutationTest, pick } from '../mutated.contract.ts';
import { cargoAuditable } from './cargo/catalog-cargo-auditable.ts';
import type { PackageCataloger } from './cataloger.ts';
import { sampleElf, sampleMachO, samplePe } from './executable-samples.contract.ts';
import { inlineBuildInfo, pointedBuildInfo } from './golang/build-info-samples.contract.ts';
import { goBinary } from './golang/catalog-go-binary.ts';
import { layerFile } from './layer-file.ts';
import { javaArchive } from './maven/catalog-java-archive.ts';
import { classPrefixesOf } from './maven/class-prefixes.ts';
import { guessIdentity } from './maven/guess-identity.ts';
import { parseManifest } from './maven/manifest.ts';
import { parsePom } from './maven/pom.ts';
import { parseProperties } from './maven/properties.ts';
import { mutatedFile } from './mutation.contract.ts';
import { sampleZip, ZIP_SAMPLES } from './zip-samples.contract.ts';

const POM = `<project><!-- c --><parent><groupId>g</groupId><version>1</version></parent>
<artifactId>a</artifactId><version>\${v}</version><properties><v>\${w}</v><w>2</w></properties>
<licenses><license><name>MIT &amp; <![CDATA[x]]></name></license></licenses></project>`;
const MANIFEST =
  'Manifest-Version: 1.0\r\nBundle-SymbolicName: a.b;x:=y\r\n z\r\nBundle-Version: 1\r\n';
const PROPERTIES = '#c\nversion=1.0\ngroupId: g\\u0041\\\n h\nartifactId a\n';
const JAR = sampleZip([
  { name: 'META-INF/MANIFEST.MF', content: MANIFEST },
  { name: 'META-INF/maven/g/a/pom.properties', content: PROPERTIES },
  { name: 'META-INF/maven/g/b/pom.xml', content: POM },
  { name: 'lib/n.jar', content: ZIP_SAMPLES['zip64'] ?? '' },
  { name: 'a/b/C.class' },
]);
const AUDIT = deflateSync(JSON.stringify({ packages: [{ name: 'a', version: '1.0.0' }] }));
const POINTED = pointedBuildInfo('go1.17', { is64: true, littleEndian: true });
const SECTIONS = { '.go.buildinfo': inlineBuildInfo('go1.21.5'), '.dep-v0': AUDIT };
const PROGRAMS = [
  sampleElf({ sections: SECTIONS }),
  sampleElf({ data: POINTED, is64: true }),
  sampleElf({ sections: SECTIONS, is64: false, littleEndian: false }),
  samplePe({ data: POINTED, sections: SECTIONS }),
  sampleMachO({ data: POINTED, sections: { '.dep-v0': AUDIT } }),
];

type Reader = (bytes: Buffer) => unknown;
const text =
  (read: (text: string) => unknown): Reader =>
  (bytes) =>
    read(bytes.toString('latin1'));
const cataloged =
  (cataloger: PackageCataloger, path: string): Reader =>
  (bytes) =>
    cataloger.catalog([layerFile(path, [bytes.subarray(0, 100), bytes.subarray(100)])]);

const TARGETS: Readonly<Record<string, readonly [Reader, readonly Buffer[]]>> = {
  'java archives': [cataloged(javaArchive, 'a.jar'), [JAR, ...Object.values(ZIP_SAMPLES)]],
  'Go programs': [cataloged(goBinary, 'a'), PROGRAMS],
  'Rust programs': [cataloged(cargoAuditable, 'a'), PROGRAMS],
  poms: [text(parsePom), [Buffer.from(POM)]],
  'pom.properties': [text(parseProperties), [Buffer.from(PROPERTIES)]],
  manifests: [
    text((written) => guessIdentity(written, parseManifest(written).attributes)),
    [Buffer.from(MANIFEST)],
  ],
  'class names': [
    text((written) => classPrefixesOf(written.split(' '))),
    [Buffer.from('a/b/C.class META-INF/versions/9/a/b/D.class x//.class /E.class')],
  ],
};

for (const [what, [read, samples]] of Object.entries(TARGETS)) {
  mutationTest(
    what,
    (random) => Buffer.from(mutatedFile(pick(samples, random), random)),
    async (bytes) => {
      await read(bytes);
      return 'read';
    },
    ['read'],
  );
}

test('a program whose numbers are all as large as they can be is read and holds nothing', async () => {
  for (const program of PROGRAMS) {
    for (let at = 4; at < 600; at += 1) {
      const input = Buffer.from(program);
      input.fill(0xff, at, at + 8);
      await goBinary.catalog([layerFile('a', [input])]);
      await cargoAuditable.catalog([layerFile('a', [input])]);
    }
  }
});
