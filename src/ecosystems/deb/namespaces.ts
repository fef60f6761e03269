import type { Confidence, Distro } from '../../model/index.ts';
import { DEBIAN_RELEASES } from './releases.ts';

/** Which advisories speak of a distribution's packages. */
export interface Coverage {
  readonly namespace: string;
  readonly channels: readonly string[];
  /** `derived` of a parent's advisories and of rolling releases. */
  readonly confidence: Confidence;
}

/** What besides the release files tells of the release. */
export interface ReleaseHints {
  /** apt installs from unstable. */
  readonly isUnstable: boolean;
  /** Ubuntu Pro's services that are on: `esm-infra`, `fips-updates`. */
  readonly services: readonly string[];
}

/** Ubuntu's releases by codename: what derived distributions say of their base. */
const UBUNTU: ReadonlyMap<string, string> = new Map(
  Object.entries({
    trusty: '14.04',
    xenial: '16.04',
    bionic: '18.04',
    focal: '20.04',
    jammy: '22.04',
    kinetic: '22.10',
    lunar: '23.04',
    mantic: '23.10',
    noble: '24.04',
    oracular: '24.10',
    plucky: '25.04',
    questing: '25.10',
    resolute: '26.04',
  }),
);

/** What each of Ubuntu Pro's services installs from, as OSV names it. */
const PRO: Readonly<Record<string, string>> = {
  'esm-infra': 'Ubuntu:Pro',
  'esm-apps': 'Ubuntu:Pro',
  fips: 'Ubuntu:Pro:FIPS',
  'fips-updates': 'Ubuntu:Pro:FIPS-updates',
  'fips-preview': 'Ubuntu:Pro:FIPS-preview',
  'realtime-kernel': 'Ubuntu:Pro:Realtime',
};

type Rule = (distro: Distro, hints: ReleaseHints) => Coverage | undefined;

/** By `ID`. Others are matched by their nearest parent in `ID_LIKE` that stands in `PARENTS`. */
const RULES: Readonly<Record<string, Rule>> = {
  debian: (distro, hints) => debianOf(distro, hints),
  ubuntu: (distro, hints) => ubuntuOf(distro.versionId, hints, 'exact'),
  raspbian: (distro, hints) => derived(debianOf(distro, hints)),
  echo: () => ({ namespace: 'Echo', channels: [], confidence: 'exact' }),
  dhi: (distro, hints) => hardened(debianOf(distro, hints)),
};

/** A parent's release is known by its own codename only: the child's numbers are its own. */
const PARENTS: Readonly<Record<string, Rule>> = {
  debian: (distro) => derived(numbered(DEBIAN_RELEASES.get(distro.codename ?? ''))),
  ubuntu: (distro, hints) =>
    ubuntuOf(UBUNTU.get(distro.ubuntuCodename ?? distro.codename ?? '') ?? '', hints, 'derived'),
};

/** The advisories for a distribution with deb packages; `undefined` where nobody writes any. */
export function coverageOf(distro: Distro, hints: ReleaseHints): Coverage | undefined {
  if (Object.hasOwn(RULES, distro.id)) return RULES[distro.id]?.(distro, hints);
  const parent = distro.idLike.find((id) => Object.hasOwn(PARENTS, id));
  return parent === undefined ? undefined : PARENTS[parent]?.(distro, hints);
}

function debianOf(distro: Distro, hints: ReleaseHints): Coverage | undefined {
  if (hints.isUnstable && !isReleased(distro)) {
    return { namespace: 'Debian:sid', channels: [], confidence: 'derived' };
  }
  const [major = ''] = distro.versionId.split('.', 1);
  if (/^\d+$/.test(major)) return numbered(major);
  const codename = codenameOf(distro);
  if (codename === 'sid') return { namespace: 'Debian:sid', channels: [], confidence: 'derived' };
  return derived(numbered(DEBIAN_RELEASES.get(codename)));
}

/** Testing has no VERSION_ID until it freezes; a stable image may still list unstable for a pin. */
function isReleased(distro: Distro): boolean {
  return distro.versionId !== '';
}

/** `trixie` of VERSION_CODENAME, or of `Debian GNU/Linux trixie/sid`. */
function codenameOf(distro: Distro): string {
  if (distro.codename) return distro.codename;
  const words = (distro.prettyName ?? distro.version ?? '').toLowerCase().split(/[^a-z]+/);
  return words.find((word) => DEBIAN_RELEASES.has(word) || word === 'sid') ?? '';
}

function numbered(release: string | undefined): Coverage | undefined {
  if (release === undefined) return undefined;
  return { namespace: `Debian:${release}`, channels: [], confidence: 'exact' };
}

function derived(coverage: Coverage | undefined): Coverage | undefined {
  return coverage && { ...coverage, confidence: 'derived' };
}

/** Docker's own builds on Debian: advisories of both are asked. */
function hardened(coverage: Coverage | undefined): Coverage | undefined {
  if (!coverage) return undefined;
  const channels = [`Docker Hardened Images:${coverage.namespace}`];
  return { ...coverage, channels, confidence: 'derived' };
}

function ubuntuOf(
  release: string,
  hints: ReleaseHints,
  confidence: Confidence,
): Coverage | undefined {
  const [found] = /^\d\d\.\d\d/.exec(release) ?? [];
  if (found === undefined) return undefined;
  const channels = hints.services
    .filter((service) => Object.hasOwn(PRO, service))
    .map((service) => `${PRO[service]}:${found}`);
  return { namespace: `Ubuntu:${found}`, channels: [...new Set(channels)], confidence };
}
