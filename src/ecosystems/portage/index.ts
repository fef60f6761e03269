import { formatPurl } from '../../model/index.ts';
import type { Ecosystem } from '../ecosystem.ts';
import { portageVdb } from './catalog-vdb.ts';
import type { PortageVersion } from './version.ts';
import { portageVersions } from './version.ts';

/**
 * Gentoo's packages. No advisories of theirs are read. Their purl type is not registered: they have
 * generic ones, in a namespace of the distribution and the category.
 */
export const portage: Ecosystem<PortageVersion> = {
  id: 'portage',
  title: 'Portage packages',
  versions: portageVersions,
  catalogers: [portageVdb],
  advisedBy: 'distribution',

  purlOf({ name, version, architecture = '', facts }, distro) {
    const slash = name.lastIndexOf('/');
    const release = distro?.versionId ? `${distro.id}-${distro.versionId}` : distro?.id;
    return formatPurl({
      type: 'generic',
      namespace: `${distro?.id ?? 'portage'}/${name.slice(0, Math.max(0, slash))}`,
      name: name.slice(slash + 1),
      version,
      qualifiers: { arch: architecture, distro: release ?? '', slot: facts?.['slot'] ?? '' },
    });
  },

  matchTargetOf: () => undefined,
  normalizeName: (name) => name,
  normalizeVersion: (text) => text,

  /** Overlays name their own repository; the distribution's is `gentoo`. */
  originOf({ vendor }, distro) {
    if (!distro || vendor === undefined) return 'unknown';
    return vendor === 'gentoo' ? 'distribution' : 'third-party';
  },
};
