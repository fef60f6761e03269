/** The classes of false positives that people report of scanners, each from the files of an image to its findings. */
import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { makeTar } from './advisories/make-tar.contract.ts';
import { makeZip } from './advisories/make-zip.contract.ts';
import { DEFAULT_LIMITS } from './base/index.ts';
import type { OpenedImage } from './image/index.ts';
import {
  advisoryOf,
  affectedOf,
  below,
  coverageOf,
  debAffected,
  snapshotOf,
} from './match/samples.contract.ts';
import { type Affected, asDiffId, parseDigest } from './model/index.ts';
import { createAnalyzer } from './analyzer/index.ts';

/** Content by path. */
type Files = Readonly<Record<string, string | Buffer>>;

interface Class {
  readonly name: string;
  readonly files: Files;
  /** On which package there is an advisory, and below which version. */
  readonly advisory: Affected;
  /** `package version` of what is read: nothing is left out to be silent. */
  readonly listed: readonly string[];
  /** `package version` of each finding that counts. */
  readonly found: readonly string[];
}

const DEBIAN: Files = { 'etc/os-release': 'ID=debian\nVERSION_ID="12"\n' };

const METADATA = (name: string, version: string): string =>
  `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`;

function dpkg(name: string, version: string, paths: readonly string[], source = name): Files {
  return {
    ...DEBIAN,
    'var/lib/dpkg/status': `Package: ${name}\nStatus: install ok installed\nArchitecture: all\nMaintainer: Debian Team <team@lists.debian.org>\nSource: ${source}\nVersion: ${version}\n\n`,
    [`var/lib/dpkg/info/${name}.list`]: `/.\n${paths.map((path) => `/${path}\n`).join('')}`,
  };
}

function on(ecosystem: string, namespace: string, name: string, fixed: string): Affected {
  return affectedOf({ ecosystem, namespace, name, ranges: [below(fixed)] });
}

const PYTHON = 'usr/lib/python3/dist-packages/requests-2.28.1.dist-info/METADATA';
const GEM = 'usr/share/rubygems-integration/all/specifications/rack-2.2.6.4.gemspec';
const NODE = 'usr/share/nodejs/minimist/package.json';
const JAR = 'usr/share/java/commons-text-1.9.jar';
const SPEC =
  'Gem::Specification.new do |s|\n  s.name = "rack".freeze\n  s.version = "2.2.6.4"\nend\n';

const CLASSES: readonly Class[] = [
  {
    name: "Python of the distribution: Debian's feed answers for what its packages brought",
    files: {
      ...dpkg('python3-requests', '2.28.1+dfsg-1', [PYTHON], 'requests'),
      [PYTHON]: METADATA('requests', '2.28.1'),
    },
    advisory: on('pypi', 'PyPI', 'requests', '2.31.0'),
    listed: ['python3-requests 2.28.1+dfsg-1', 'requests 2.28.1'],
    found: [],
  },
  {
    name: 'and the same by pip is found',
    files: {
      ...DEBIAN,
      'usr/local/lib/python3.11/site-packages/requests-2.28.1.dist-info/METADATA': METADATA(
        'requests',
        '2.28.1',
      ),
    },
    advisory: on('pypi', 'PyPI', 'requests', '2.31.0'),
    listed: ['requests 2.28.1'],
    found: ['requests 2.28.1'],
  },
  {
    name: 'Ruby of the distribution',
    files: { ...dpkg('ruby-rack', '2.2.6.4-1+deb12u1', [GEM]), [GEM]: SPEC },
    advisory: on('gem', 'RubyGems', 'rack', '2.2.8.1'),
    listed: ['ruby-rack 2.2.6.4-1+deb12u1', 'rack 2.2.6.4'],
    found: [],
  },
  {
    name: 'node of the distribution',
    files: {
      ...dpkg('node-minimist', '1.2.5-1', [NODE]),
      [NODE]: '{"name":"minimist","version":"1.2.5"}',
    },
    advisory: on('npm', 'npm', 'minimist', '1.2.6'),
    listed: ['node-minimist 1.2.5-1', 'minimist 1.2.5'],
    found: [],
  },
  {
    name: 'Java of the distribution',
    files: {
      ...dpkg('libcommons-text-java', '1.9-2', [JAR]),
      [JAR]: jarOf('org.apache.commons', 'commons-text', '1.9'),
    },
    advisory: on('maven', 'Maven', 'org.apache.commons:commons-text', '1.10.0'),
    listed: ['libcommons-text-java 1.9-2', 'org.apache.commons:commons-text 1.9'],
    found: [],
  },
  {
    name: 'back-ports: the fix in the series counts, not the number of upstream',
    files: dpkg('libssl3', '3.0.11-1~deb12u2', [], 'openssl'),
    advisory: debAffected('openssl', { ranges: [below('3.0.11-1~deb12u2')] }),
    listed: ['libssl3 3.0.11-1~deb12u2'],
    found: [],
  },
  {
    name: 'epochs: 1:1.0 is above 2.0',
    files: dpkg('vim', '1:1.0-1', []),
    advisory: debAffected('vim', { ranges: [below('2.0-1')] }),
    listed: ['vim 1:1.0-1'],
    found: [],
  },
  {
    name: 'sibling jars: an advisory on log4j-core does not mean log4j-api',
    files: { 'app/log4j-api-2.14.1.jar': jarOf('org.apache.logging.log4j', 'log4j-api', '2.14.1') },
    advisory: on('maven', 'Maven', 'org.apache.logging.log4j:log4j-core', '2.15.0'),
    listed: ['org.apache.logging.log4j:log4j-api 2.14.1'],
    found: [],
  },
  {
    name: 'jars of Gradle without pom.properties: a name alone is no group',
    files: {
      'app/core-1.0.jar': makeZip({ 'META-INF/MANIFEST.MF': 'Manifest-Version: 1.0\r\n\r\n' }),
    },
    advisory: on('maven', 'Maven', 'com.example:core', '2.0'),
    listed: ['core 1.0'],
    found: [],
  },
  {
    name: 'extensions of VS Code are no packages of npm',
    files: {
      'root/.vscode-server/extensions/acme.python-1.0.0/package.json':
        '{"name":"python","version":"1.0.0","engines":{"vscode":"^1.60.0"}}',
    },
    advisory: on('npm', 'npm', 'python', '2.0.0'),
    listed: [],
    found: [],
  },
  {
    name: 'lockfiles among the test fixtures of a package are not installed',
    files: {
      'app/node_modules/tool/package.json': '{"name":"tool","version":"1.0.0"}',
      'app/node_modules/tool/test/fixtures/package-lock.json':
        '{"lockfileVersion":3,"packages":{"node_modules/minimist":{"version":"0.0.8"}}}',
    },
    advisory: on('npm', 'npm', 'minimist', '1.2.6'),
    listed: ['tool 1.0.0'],
    found: [],
  },
  {
    name: 'kernel headers are counted by nobody: no kernel runs in an image',
    files: dpkg('linux-libc-dev', '6.1.52-1', [], 'linux'),
    advisory: debAffected('linux', { ranges: [below('6.1.55-1')] }),
    listed: ['linux-libc-dev 6.1.52-1'],
    found: [],
  },
  {
    name: 'local versions of PEP 440: a build of the fixed version is fixed',
    files: {
      'opt/site-packages/torch-1.13.1+cu117.dist-info/METADATA': METADATA('torch', '1.13.1+cu117'),
    },
    advisory: on('pypi', 'PyPI', 'torch', '1.13.1'),
    listed: ['torch 1.13.1+cu117'],
    found: [],
  },
  {
    name: 'and a build of an affected one is affected',
    files: {
      'opt/site-packages/torch-1.13.0+cu117.dist-info/METADATA': METADATA('torch', '1.13.0+cu117'),
    },
    advisory: on('pypi', 'PyPI', 'torch', '1.13.1'),
    listed: ['torch 1.13.0+cu117'],
    found: ['torch 1.13.0+cu117'],
  },
  {
    name: 'a package of another maker is not in the line of the distribution',
    files: {
      ...DEBIAN,
      'var/lib/dpkg/status':
        'Package: docker-ce\nStatus: install ok installed\nArchitecture: amd64\nMaintainer: Docker <support@docker.com>\nVersion: 5:24.0.0-1~debian.12~bookworm\n\n',
    },
    advisory: debAffected('docker-ce', { ranges: [below('6:1')] }),
    listed: ['docker-ce 5:24.0.0-1~debian.12~bookworm'],
    found: [],
  },
  {
    name: 'a package that was removed and left its configuration is not there',
    files: {
      ...DEBIAN,
      'var/lib/dpkg/status':
        'Package: exim4\nStatus: deinstall ok config-files\nArchitecture: amd64\nMaintainer: Debian Team <team@lists.debian.org>\nVersion: 4.96-15\n\n',
    },
    advisory: debAffected('exim4', { ranges: [below('4.96-16')] }),
    listed: [],
    found: [],
  },
];

const analyzer = createAnalyzer({
  limits: DEFAULT_LIMITS,
  clock: { now: () => 0 },
  workers: 1,
  sharesWorkers: true,
});
test.after(() => analyzer.close());

for (const { name, files, advisory, listed, found } of CLASSES) {
  test(name, async () => {
    const inventory = await analyzer.inventoryOf(imageOf(files));
    assert.ok(inventory.ok, JSON.stringify(inventory));
    const { packages } = inventory.value;
    const read = packages.map(({ package: own }) => `${own.name} ${own.version}`);
    assert.deepEqual(read, listed);
    const snapshot = snapshotOf([advisoryOf('CVE-2024-1', { affected: [advisory] })], {
      coverage: [coverageOf('Debian:12', true)],
    });
    const { findings } = analyzer.match(inventory.value, snapshot);
    const counted = findings
      .filter(({ hidden }) => hidden === undefined)
      .map(({ package: at }) => packages[at]?.package)
      .map((own) => `${own?.name} ${own?.version}`);
    assert.deepEqual(counted, found);
  });
}

function jarOf(group: string, artifact: string, version: string): Buffer {
  return makeZip({
    [`META-INF/maven/${group}/${artifact}/pom.properties`]: `groupId=${group}\nartifactId=${artifact}\nversion=${version}\n`,
  });
}

/** An image of one layer. */
function imageOf(files: Files): OpenedImage {
  const entries = Object.entries(files).map(([name, content]) => ({ name, content }));
  const tar = makeTar(entries);
  const stored = gzipSync(tar);
  const [digest, diffId] = [digestOf(stored), asDiffId(digestOf(tar))];
  return {
    reference: 'test',
    kind: 'registry',
    platform: { os: 'linux', architecture: 'amd64' },
    config: {
      entrypoint: [],
      command: [],
      environment: [],
      exposedPorts: [],
      labels: {},
      diffIds: [diffId],
      history: [],
    },
    layers: [
      {
        digest,
        diffId,
        size: stored.length,
        bytes: { kind: 'stream', open: () => Promise.resolve(oneOf(stored)) },
      },
    ],
    diagnostics: [],
    close: () => Promise.resolve(),
  };
}

async function* oneOf(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function digestOf(bytes: Buffer) {
  const digest = parseDigest(`sha256:${hash('sha256', bytes, 'hex')}`);
  assert.ok(digest);
  return digest;
}
