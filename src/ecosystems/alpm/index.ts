import { formatPurl } from '../../model/index.ts';
import type { Ecosystem } from '../ecosystem.ts';
import { alpmDesc, alpmFiles } from './catalog-local.ts';
import type { AlpmVersion } from './version.ts';
import { alpmVersions } from './version.ts';

/** What makepkg writes for who built a package on a machine of their own. */
const UNNAMED = 'Unknown Packager';

/** pacman's packages: Arch Linux and what derives from it. No advisories of theirs are read. */
export const alpm: Ecosystem<AlpmVersion> = {
  id: 'alpm',
  title: 'pacman packages',
  versions: alpmVersions,
  catalogers: [alpmDesc, alpmFiles],
  advisedBy: 'distribution',

  purlOf({ name, version, architecture = '', source }, distro) {
    const release = distro?.versionId ? `${distro.id}-${distro.versionId}` : distro?.id;
    return formatPurl({
      type: 'alpm',
      ...(distro && { namespace: distro.id }),
      name,
      version,
      qualifiers: { arch: architecture, distro: release ?? '', upstream: source?.name ?? '' },
    });
  },

  matchTargetOf: () => undefined,
  normalizeName: (name) => name,
  normalizeVersion: (text) => text,

  originOf({ vendor }, distro) {
    if (!distro) return 'unknown';
    return vendor === UNNAMED ? 'third-party' : 'distribution';
  },
};
