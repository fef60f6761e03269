import type { Distro } from '../../model/index.ts';
import { formatPurl } from '../../model/index.ts';
import type { Ecosystem, MatchContext } from '../ecosystem.ts';
import { rebuiltTarget } from '../rebuilds.ts';
import { rpmContainerManifest } from './catalog-container-manifest.ts';
import { redHatContentSets } from './catalog-content-sets.ts';
import { rpmDatabase } from './catalog-rpm-database.ts';
import { splitEpoch } from './evr.ts';
import { isKernelHeaders, matchKeysOf, moduleStreamOf } from './match-keys.ts';
import { coverageOf } from './namespaces.ts';
import { originOf } from './origin.ts';
import type { RpmVersion } from './version.ts';
import { rpmVersions } from './version.ts';

/** rpm's packages: Red Hat and its rebuilds, SUSE, Azure Linux, Photon and more. */
export const rpm: Ecosystem<RpmVersion> = {
  id: 'rpm',
  title: 'RPM packages',
  versions: rpmVersions,
  catalogers: [rpmDatabase, rpmContainerManifest, redHatContentSets],
  advisedBy: 'distribution',

  purlOf(pkg, distro) {
    const { epoch, rest } = splitEpoch(pkg.version);
    const { source } = pkg;
    return formatPurl({
      type: 'rpm',
      ...(distro && { namespace: vendorOf(distro) }),
      name: pkg.name,
      version: rest,
      qualifiers: {
        arch: pkg.architecture ?? '',
        epoch: epoch === '0' ? '' : epoch,
        distro: distro ? releaseOf(distro) : '',
        upstream: source ? `${source.name}-${source.version}.src.rpm` : '',
        rpmmod: moduleStreamOf(pkg) ?? '',
      },
    });
  },

  matchTargetOf(pkg, context) {
    const { distro } = context;
    if (!distro || originOf(pkg, distro) === 'third-party') return undefined;
    const coverage = coverageOf(distro, contentSetsOf(context));
    if (!coverage) return undefined;
    const { namespace, channels, confidence, names } = coverage;
    const keys = matchKeysOf(pkg, names);
    const target = { namespace, channels, keys, isKernelHeaders: isKernelHeaders(pkg), confidence };
    return rebuiltTarget(target, pkg.version);
  },

  normalizeName: (name) => name,
  normalizeVersion: (text) => text.replace(/^0*:/, ''),
  originOf,
};

/** A purl's namespace is the vendor; distributions that share one share it. */
function vendorOf({ id }: Distro): string {
  if (id === 'rhel') return 'redhat';
  if (/^opensuse(?:-|$)/.test(id)) return 'opensuse';
  return /^(?:sle[ds](?:_sap)?|sl[e]?-micro(?:-rancher)?)$/.test(id) ? 'suse' : id;
}

function releaseOf({ id, versionId }: Distro): string {
  return versionId === '' ? id : `${id}-${versionId}`;
}

function contentSetsOf({ facts }: MatchContext): string[] {
  const prefix = 'content-set:';
  return Object.keys(facts.get('redhat-content-sets') ?? {})
    .filter((fact) => fact.startsWith(prefix))
    .map((fact) => fact.slice(prefix.length));
}
