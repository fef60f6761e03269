import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogerTests } from '../cataloger.contract.ts';
import type { LayerFile } from '../cataloger.ts';
import { sampleElf, sampleMachO, samplePe } from '../executable-samples.contract.ts';
import { layerFile } from '../layer-file.ts';
import {
  inlineBuildInfo,
  pointedBuildInfo,
  SAMPLE_MODULES,
} from './build-info-samples.contract.ts';
import { goBinary } from './catalog-go-binary.ts';

const FOUND = [
  'example.com/app v1.4.2',
  'github.com/BurntSushi/toml v1.2.0',
  'github.com/fork/net v0.2.0',
  'example.com/local (devel)',
  'github.com/docker/docker v20.10.7+incompatible',
  'stdlib 1.21.5',
];

catalogerTests(goBinary, [
  { 'usr/bin/app': sampleElf({ sections: { '.go.buildinfo': inlineBuildInfo('go1.21.5') } }) },
]);

test('modules are found in every form of build info, format, width and byte order', async () => {
  const inline = inlineBuildInfo('go1.21.5');
  for (const is64 of [true, false]) {
    for (const littleEndian of [true, false]) {
      const shape = { is64, littleEndian };
      const pointed = pointedBuildInfo('go1.21.5', shape);
      const programs = {
        'elf section': sampleElf({ ...shape, sections: { '.go.buildinfo': inline } }),
        'elf segment': sampleElf({ ...shape, data: Buffer.concat([Buffer.alloc(48), inline]) }),
        'elf pointers': sampleElf({ ...shape, data: pointed }),
        'mach-o section': sampleMachO({ ...shape, sections: { __go_buildinfo: inline } }),
        'mach-o pointers': sampleMachO({ ...shape, data: pointed }),
      };
      for (const [what, bytes] of Object.entries(programs)) {
        assert.deepEqual(await found(bytes), FOUND, `${what}, ${JSON.stringify(shape)}`);
      }
    }
  }
  assert.deepEqual(await found(samplePe({ data: inline })), FOUND);
});

test('build info is found across the borders of chunks', async () => {
  const bytes = sampleElf({
    data: Buffer.concat([Buffer.alloc(160), inlineBuildInfo('go1.21.5')]),
  });
  for (const size of [1, 5, 64, 333]) {
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
      bytes.subarray(index * size, (index + 1) * size),
    );
    assert.deepEqual(await found(layerFile('a', chunks)), FOUND);
  }
});

test('the magic counts only where the linker puts it', async () => {
  const inline = inlineBuildInfo('go1.21.5');
  const constant = sampleElf({
    data: Buffer.concat([Buffer.alloc(8), inline]),
    sections: { '.rodata': inline },
  });
  assert.deepEqual(await found(constant), []);
});

test('of a program whose headers are gone the whole is searched, and that is said', async () => {
  const headless = Buffer.concat([
    Buffer.from('\x7fELF', 'latin1'),
    Buffer.alloc(60),
    inlineBuildInfo('go1.21.5'),
  ]);
  const { findings } = await goBinary.catalog([layerFile('a', [headless])]);
  const packages = findings[0]?.packages ?? [];
  assert.equal(packages.length, FOUND.length);
  assert.ok(packages.every(({ confidence }) => confidence === 'derived'));
});

test('facts tell the platform, the main module, and what was replaced', async () => {
  const bytes = sampleElf({ data: inlineBuildInfo('go1.20.4 X:boringcrypto') });
  const { findings } = await goBinary.catalog([layerFile('a', [bytes])]);
  assert.deepEqual(
    findings[0]?.packages.map(({ name, facts }) => [name, facts]),
    [
      ['example.com/app', { main: 'true', goos: 'linux', goarch: 'amd64' }],
      ['github.com/BurntSushi/toml', { goos: 'linux', goarch: 'amd64' }],
      [
        'github.com/fork/net',
        { replaces: 'golang.org/x/net@v0.1.0', goos: 'linux', goarch: 'amd64' },
      ],
      ['example.com/local', { replacedBy: './local', goos: 'linux', goarch: 'amd64' }],
      ['github.com/docker/docker', { goos: 'linux', goarch: 'amd64' }],
      ['stdlib', { goVersion: 'go1.20.4 X:boringcrypto', goos: 'linux', goarch: 'amd64' }],
    ],
  );
});

test('a program built without modules still has the standard library', async () => {
  assert.deepEqual(await found(sampleElf({ data: inlineBuildInfo('go1.18', '') })), [
    'stdlib 1.18.0',
  ]);
});

test('a packed program is told of', async () => {
  const bytes = Buffer.concat([sampleElf({}).subarray(0, 120), Buffer.from('..UPX!..')]);
  const { findings, diagnostics } = await goBinary.catalog([layerFile('a', [bytes])]);
  assert.deepEqual(findings, []);
  assert.deepEqual(
    diagnostics.map(({ code }) => code),
    ['golang.binary.packed'],
  );
});

test('no Go: nothing is found and nothing is said', async () => {
  const { findings, diagnostics } = await goBinary.catalog([
    layerFile('a', [sampleElf({ data: Buffer.from(SAMPLE_MODULES) })]),
    layerFile('b', [Buffer.from('MZ')]),
    layerFile('c', [Buffer.from('cafebabe0000003d', 'hex')]),
    layerFile('d', []),
  ]);
  assert.deepEqual([findings, diagnostics], [[], []]);
});

async function found(program: Buffer | LayerFile): Promise<string[]> {
  const file = 'view' in program ? program : layerFile('a', [program]);
  const { findings } = await goBinary.catalog([file]);
  return findings.flatMap(({ packages }) =>
    packages.map(({ name, version }) => `${name} ${version}`),
  );
}
