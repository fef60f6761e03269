import type { Distro, MatchKey, Package } from '../../model/index.ts';
import { formatPurl } from '../../model/index.ts';
import type { Ecosystem, MatchContext } from '../ecosystem.ts';
import { rebuiltTarget } from '../rebuilds.ts';
import { aptSources, ubuntuPro } from './catalog-channels.ts';
import { chiselManifest } from './catalog-chisel.ts';
import { debCopyright } from './catalog-copyright.ts';
import { dpkgFiles } from './catalog-dpkg-files.ts';
import { dpkgStatus } from './catalog-dpkg-status.ts';
import { isKernelHeaders } from './kernel.ts';
import { coverageOf } from './namespaces.ts';
import { originOf } from './origin.ts';
import type { DebVersion } from './version.ts';
import { debVersions } from './version.ts';

/** dpkg's packages: Debian, Ubuntu, what derives from them, and opkg's. */
export const deb: Ecosystem<DebVersion> = {
  id: 'deb',
  title: 'Debian packages',
  versions: debVersions,
  catalogers: [dpkgStatus, dpkgFiles, chiselManifest, debCopyright, ubuntuPro, aptSources],
  advisedBy: 'distribution',

  purlOf(pkg, distro) {
    return formatPurl({
      type: 'deb',
      ...(distro && { namespace: distro.id }),
      name: pkg.name,
      version: pkg.version,
      qualifiers: {
        arch: pkg.architecture ?? '',
        distro: distro ? releaseOf(distro) : '',
        upstream: pkg.source ? `${pkg.source.name}@${pkg.source.version}` : '',
      },
    });
  },

  matchTargetOf(pkg, context) {
    const { distro } = context;
    if (!distro || originOf(pkg, true) === 'third-party') return undefined;
    const coverage = coverageOf(distro, {
      isUnstable: hasUnstable(context),
      services: [
        ...(pkg.version.includes('+esm') ? ['esm-infra'] : []),
        ...enabledServices(context),
      ],
    });
    if (!coverage) return undefined;
    const target = { ...coverage, keys: [keyOf(pkg)], isKernelHeaders: isKernelHeaders(pkg) };
    return rebuiltTarget(target, pkg.version);
  },

  normalizeName: (name) => name,
  normalizeVersion: (text) => text.replace(/^0+:/, ''),
  originOf: (pkg, distro) => originOf(pkg, distro !== undefined),
};

/** Of Debian the major release only: its point releases are states of one. */
function releaseOf({ id, versionId, codename }: Distro): string {
  const [major] = versionId.split('.', 1);
  const release = (id === 'debian' ? major : versionId) || codename;
  return release ? `${id}-${release}` : id;
}

/** Advisories name source packages, and their versions: a rebuild (`+b1`) changes neither. */
function keyOf({ name, version, source }: Package): MatchKey {
  return source ? { ...source, via: 'source' } : { name, version, via: 'package' };
}

function hasUnstable({ facts }: MatchContext): boolean {
  const suites = facts.get('apt-sources') ?? {};
  return Object.hasOwn(suites, 'suite:sid') || Object.hasOwn(suites, 'suite:unstable');
}

function enabledServices({ facts }: MatchContext): string[] {
  const prefix = 'service:';
  return Object.entries(facts.get('ubuntu-pro') ?? {})
    .filter(([fact, status]) => fact.startsWith(prefix) && status === 'enabled')
    .map(([fact]) => fact.slice(prefix.length))
    .toSorted();
}
