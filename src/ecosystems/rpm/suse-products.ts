import type { Distro } from '../../model/index.ts';

/** Products whose packages are in images of SUSE Linux Enterprise beside the server's own. */
const MODULES = [
  'Basesystem',
  'Certifications',
  'Containers',
  'Desktop Applications',
  'Development Tools',
  'HPC',
  'Legacy',
  'Public Cloud',
  'Python 2',
  'Python 3',
  'SAP Applications',
  'Server Applications',
  'Systems Management',
  'Transactional Server',
  'Web and Scripting',
];

/**
 * SUSE's products that an image's packages can come from, as OSV names them: PRETTY_NAME without the
 * vendor, and from 15 on the modules of the same service pack (`15.5` is `15 SP5`).
 */
export function suseProducts(distro: Distro): string[] {
  const { versionId, prettyName } = distro;
  const product = (prettyName ?? '').replace(/^SUSE /, '').trim();
  if (!/^(?:Linux|Package Hub|Manager)\b/.test(product)) return [];
  const [, release = '', pack = '0'] = /^(\d+)(?:\.(\d+))?$/.exec(versionId) ?? [];
  const hasModules = release === '15' && /^Linux Enterprise (?:Server|Desktop)\b/.test(product);
  if (!hasModules) return [`SUSE:${product}`];
  const suffix = pack === '0' ? release : `${release} SP${pack}`;
  return [
    `SUSE:${product}`,
    ...MODULES.map((module) => `SUSE:Linux Enterprise Module for ${module} ${suffix}`),
    `SUSE:Package Hub ${suffix}`,
  ];
}
