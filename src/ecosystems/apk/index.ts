import type { MatchKey, Package } from '../../model/index.ts';
import { formatPurl } from '../../model/index.ts';
import type { Ecosystem, MatchContext } from '../ecosystem.ts';
import { rebuiltTarget } from '../rebuilds.ts';
import { apkInstalled } from './catalog-apk-installed.ts';
import { apkRepositories } from './catalog-apk-repositories.ts';
import { coverageOf } from './namespaces.ts';
import type { ApkVersion } from './version.ts';
import { apkVersions } from './version.ts';

/** apk's packages: Alpine, Wolfi, Chainguard, and what derives from them. */
export const apk: Ecosystem<ApkVersion> = {
  id: 'apk',
  title: 'Alpine packages',
  versions: apkVersions,
  catalogers: [apkInstalled, apkRepositories],
  advisedBy: 'distribution',

  purlOf(pkg, distro) {
    const { source } = pkg;
    const release = distro?.versionId ? `${distro.id}-${distro.versionId}` : distro?.id;
    return formatPurl({
      type: 'apk',
      ...(distro && { namespace: distro.id }),
      name: pkg.name,
      version: pkg.version,
      qualifiers: {
        arch: pkg.architecture ?? '',
        distro: release ?? '',
        upstream: source?.name ?? '',
      },
    });
  },

  matchTargetOf(pkg, context) {
    if (!context.distro || isVirtual(pkg)) return undefined;
    const coverage = coverageOf(context.distro, branchesOf(context));
    if (!coverage) return undefined;
    const isKernelHeaders = pkg.name === 'linux-headers';
    return rebuiltTarget({ ...coverage, keys: keysOf(pkg), isKernelHeaders }, pkg.version);
  },

  normalizeName: (name) => name,
  normalizeVersion: (text) => text,
  originOf: (_pkg, distro) => (distro ? 'distribution' : 'unknown'),
};

/** `apk add --virtual .build-deps` makes a package of that name that only depends on others. */
function isVirtual({ name }: Package): boolean {
  return name.startsWith('.');
}

/** secdb names the origin; Wolfi's names packages. */
function keysOf({ name, version, source }: Package): MatchKey[] {
  const own: MatchKey = { name, version, via: 'package' };
  return source && source.name !== name ? [{ ...source, via: 'source' }, own] : [own];
}

function branchesOf({ facts }: MatchContext): string[] {
  const prefix = 'branch:';
  return Object.keys(facts.get('apk-repositories') ?? {})
    .filter((fact) => fact.startsWith(prefix))
    .map((fact) => fact.slice(prefix.length));
}
