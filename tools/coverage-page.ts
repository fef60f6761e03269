import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { feedsFor } from '../src/advisories/index.ts';
import { type Ecosystem, ecosystems } from '../src/ecosystems/index.ts';
import { PEERS, PEER_SOURCES, type PeerMark } from './peers.ts';

const SOURCES = join(import.meta.dirname, '../src/ecosystems');

/** Distributions by an advisory namespace of each, as OSV writes them. */
const DISTRIBUTIONS: Readonly<Record<string, string>> = {
  'Alpine 3.20': 'Alpine:v3.20',
  'AlmaLinux 9': 'AlmaLinux:9',
  'Amazon Linux 2023': 'Amazon Linux:2023',
  'Azure Linux 3': 'Azure Linux:3',
  Chainguard: 'Chainguard',
  'Debian 12': 'Debian:12',
  'Mageia 9': 'Mageia:9',
  'openEuler 22.03': 'openEuler:22.03-LTS-SP3',
  'openSUSE Leap 15.6': 'openSUSE:Leap 15.6',
  'Oracle Linux 9': 'Oracle Linux:9',
  'Photon OS 5.0': 'Photon OS:5.0',
  'Red Hat Enterprise Linux 9': 'Red Hat:enterprise_linux:9::appstream',
  'Rocky Linux 9': 'Rocky Linux:9',
  'SUSE Linux Enterprise Server 15 SP5': 'SUSE:Linux Enterprise Server 15 SP5',
  'Ubuntu 22.04': 'Ubuntu:22.04',
  Wolfi: 'Wolfi',
};

/** docs/coverage.md, without its head: what is read, what is matched, and what of it is tested by what. */
export function coverageSections(): readonly string[] {
  return [
    [
      '## Packages',
      '| ecosystem | read from images | advisories | tests | syft | grype | trivy | osv-scanner |',
      '|---|---|---|---|:-:|:-:|:-:|:-:|',
      ...[...ecosystems.values()].map(ecosystemRow),
    ].join('\n'),
    `● named on its page, · not named there: a README names examples, and its tool may find more. What a peer reads of source trees alone, and not of images, is not counted. Read from: ${PEER_SOURCES.map(([name, url]) => `[${name}](${url})`).join(', ')}.`,
    [
      '## Distributions',
      '| distribution | advisories from |',
      '|---|---|',
      ...Object.entries(DISTRIBUTIONS).map(
        ([name, namespace]) => `| ${name} | ${feedsFor(namespace).map(code).join(', ')} |`,
      ),
    ].join('\n'),
    '## Measured\n\nHow right the reports are, by ecosystem and distribution: [accuracy.md](accuracy.md).',
  ];
}

function ecosystemRow({ id, title, catalogers, advisedBy }: Ecosystem): string {
  const read =
    catalogers.length === 0
      ? 'in lockfiles of others'
      : catalogers.map((one) => code(one.id)).join(', ');
  const peers = ['syft', 'grype', 'trivy', 'osv'] as const;
  const marks = peers.map((peer): PeerMark => (PEERS[peer].has(id) ? '●' : '·'));
  return `| ${[`${title} (\`${id}\`)`, read, ADVISED[advisedBy], testsOf(id), ...marks].join(' | ')} |`;
}

const ADVISED: Readonly<Record<Ecosystem['advisedBy'], string>> = {
  distribution: "the distribution's, where it has a feed",
  everywhere: 'one feed for all',
  nobody: 'none known: listed only',
};

/** Files of tests, and whether a hundred thousand mutations are among them. */
function testsOf(id: string): string {
  const folder = join(SOURCES, id);
  if (!existsSync(folder)) return '';
  const files = readdirSync(folder).filter((name) => name.endsWith('.test.ts'));
  const isMutated = files.some((name) =>
    /catalogerTests|mutationTest/.test(readFileSync(join(folder, name), 'utf8')),
  );
  return `${files.length}${isMutated ? ', mutations' : ''}`;
}

function code(text: string): string {
  return `\`${text}\``;
}
