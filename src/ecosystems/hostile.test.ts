import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
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
import { sampleZip, ZIP_SAMPLES } from './zip-samples.contract.ts';

/** Mutations of each kind of input; a longer run: TEST_FUZZ=100000. */
const RUNS = Number(process.env['TEST_FUZZ'] ?? 1000);
const MAX_MILLISECONDS = 2000;

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
  test(`${what}: ${RUNS} mutations neither throw nor take long`, async () => {
    const random = generator(20_261_123);
    for (let run = 0; run < RUNS; run += 1) {
      const sample = samples[run % samples.length] ?? Buffer.alloc(0);
      const input = mutate(sample, random);
      const start = performance.now();
      await read(input);
      const took = performance.now() - start;
      assert.ok(took < MAX_MILLISECONDS, `run ${run}: ${took} ms`);
    }
  });
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

type Random = (below: number) => number;

/** A linear congruential generator: the same inputs in every run. */
function generator(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const EDGES = [0, 1, 0x7f, 0x80, 0xff, 0x3c, 0x3e, 0x24, 0x0a, 0x20, 0x5c];

/** Flips, overwrites, cuts, doubles and moves pieces, a few times. */
function mutate(sample: Buffer, random: Random): Buffer {
  let bytes = Buffer.from(sample);
  for (let count = 1 + random(6); count > 0 && bytes.length > 0; count -= 1) {
    const at = random(bytes.length);
    const size = 1 + random(Math.min(64, bytes.length - at));
    const piece = Buffer.from(bytes.subarray(at, at + size));
    const kind = random(6);
    if (kind === 0) bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
    else if (kind === 1) bytes.fill(EDGES[random(EDGES.length)] ?? 0, at, at + Math.min(size, 8));
    else if (kind === 2) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + size)]);
    else if (kind === 3) bytes = Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
    else if (kind === 4) piece.copy(bytes, random(bytes.length));
    else Buffer.from([random(256), random(256), random(256)]).copy(bytes, at);
  }
  return bytes;
}
