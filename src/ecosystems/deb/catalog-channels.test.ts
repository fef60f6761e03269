import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogerTests } from '../cataloger.contract.ts';
import { layerFile } from '../layer-file.ts';
import { aptSources, ubuntuPro } from './catalog-channels.ts';

const STATUS = JSON.stringify({
  attached: true,
  services: [
    { name: 'esm-infra', status: 'enabled' },
    { name: 'livepatch', status: 'disabled' },
    { name: 5 },
  ],
});
const LINES = `# deb http://deb.debian.org/debian bookworm main
deb [signed-by=/usr/share/keyrings/x.gpg arch=amd64] http://deb.debian.org/debian sid main
deb https://download.docker.com/linux/ubuntu jammy stable
`;
const STANZAS = `Types: deb
Suites: trixie trixie-updates
URIs: http://deb.debian.org/debian
Components: main
`;

catalogerTests(ubuntuPro, [{ 'var/lib/ubuntu-advantage/status.json': STATUS }]);
catalogerTests(aptSources, [
  { 'etc/apt/sources.list': LINES },
  { 'etc/apt/sources.list.d/debian.sources': STANZAS },
]);

test('services of Ubuntu Pro are facts; what is no such file is said', async () => {
  const path = 'var/lib/ubuntu-advantage/status.json';
  const { findings } = await ubuntuPro.catalog([layerFile(path, [Buffer.from(STATUS)])]);
  assert.deepEqual(findings[0]?.facts, {
    'service:esm-infra': 'enabled',
    'service:livepatch': 'disabled',
  });
  for (const odd of ['', '[]', '{"services": 1}']) {
    const { diagnostics } = await ubuntuPro.catalog([layerFile(path, [Buffer.from(odd)])]);
    assert.equal(diagnostics[0]?.code, 'deb.ubuntu-pro.unreadable');
  }
});

test("Debian's suites are facts, in either form of apt's sources", async () => {
  const cases: readonly (readonly [string, string, unknown])[] = [
    ['etc/apt/sources.list', LINES, { 'suite:sid': 'deb' }],
    [
      'etc/apt/sources.list.d/debian.sources',
      STANZAS,
      { 'suite:trixie': 'deb', 'suite:trixie-updates': 'deb' },
    ],
  ];
  for (const [path, text, expected] of cases) {
    const { findings } = await aptSources.catalog([layerFile(path, [Buffer.from(text)])]);
    assert.deepEqual(findings[0]?.facts, expected);
  }
});
