import type { Confidence, Distro } from '../../model/index.ts';
import { redHatProducts } from './red-hat-products.ts';
import { suseProducts } from './suse-products.ts';

/** Which advisories speak of a distribution's packages. */
export interface Coverage {
  readonly namespace: string;
  readonly channels: readonly string[];
  /** `derived` of a parent's advisories and of rolling releases. */
  readonly confidence: Confidence;
  readonly names: AdvisoryNames;
}

/**
 * What a distribution's advisories list: every binary package that was built anew, the source
 * package, or now this and now that. Where they list binary packages, a sibling that they leave out
 * is not meant, though it is of the same source.
 */
export type AdvisoryNames = 'packages' | 'sources' | 'both';

type Rule = (distro: Distro, contentSets: readonly string[]) => Coverage | undefined;

/**
 * By `ID`. Fedora, Bottlerocket and others stand in no rule: nobody writes advisories for them that
 * could be matched. Others are matched by their nearest parent in `ID_LIKE` that stands in `PARENTS`.
 */
const RULES: Readonly<Record<string, Rule>> = {
  rhel: (distro, contentSets) => first(redHatProducts(distro.versionId, contentSets), 'exact'),
  centos: (distro) => rebuild(distro),
  fedora: () => undefined,
  rocky: (distro) => byPackage(released('Rocky Linux', major(distro))),
  almalinux: (distro) => byPackage(released('AlmaLinux', major(distro))),
  ol: (distro) => byPackage(released('Oracle Linux', major(distro))),
  amzn: (distro) => byPackage(released('Amazon Linux', amazonRelease(distro))),
  'opensuse-leap': (distro) => released('openSUSE', leap(distro)),
  opensuse: (distro) => released('openSUSE', leap(distro)),
  'opensuse-tumbleweed': () => released('openSUSE', 'Tumbleweed'),
  'opensuse-leap-micro': (distro) => released('openSUSE', `Leap Micro ${distro.versionId}`),
  sles: (distro) => first(suseProducts(distro), 'exact'),
  sled: (distro) => first(suseProducts(distro), 'exact'),
  sles_sap: (distro) => first(suseProducts(distro), 'exact'),
  'sle-micro': (distro) => first(suseProducts(distro), 'exact'),
  'sle-micro-rancher': (distro) => first(suseProducts(distro), 'exact'),
  'sl-micro': (distro) => first(suseProducts(distro), 'exact'),
  suse: (distro) => first(suseProducts(distro), 'exact'),
  mariner: (distro) => bySource(released('Azure Linux', major(distro))),
  azurelinux: (distro) => bySource(released('Azure Linux', major(distro))),
  photon: (distro) => released('Photon OS', distro.versionId),
  mageia: (distro) => bySource(released('Mageia', major(distro))),
  openeuler: (distro) => bySource(released('openEuler', openEulerRelease(distro))),
};

/** Of SUSE's children only those of the rolling release are built from their parent's packages. */
const PARENTS: Readonly<Record<string, Rule>> = {
  rhel: rebuild,
  centos: rebuild,
  'opensuse-tumbleweed': () => first(['openSUSE:Tumbleweed'], 'derived'),
};

/** Releases that Red Hat's rebuilds share its numbers of; a child that counts its own has others. */
const REBUILT: ReadonlySet<string> = new Set(['5', '6', '7', '8', '9', '10']);

/** The advisories for a distribution with rpm packages; `undefined` where nobody writes any. */
export function coverageOf(distro: Distro, contentSets: readonly string[]): Coverage | undefined {
  const id = distro.id.toLowerCase();
  if (Object.hasOwn(RULES, id)) return RULES[id]?.(distro, contentSets);
  const parent = distro.idLike.find((id) => Object.hasOwn(PARENTS, id));
  return parent === undefined ? undefined : PARENTS[parent]?.(distro, contentSets);
}

function rebuild(distro: Distro): Coverage | undefined {
  if (!REBUILT.has(major(distro))) return undefined;
  return first(redHatProducts(distro.versionId, []), 'derived');
}

/** `9` of `9.4`; empty where there is no number. */
function major({ versionId }: Distro): string {
  return /^\d+/.exec(versionId)?.[0] ?? '';
}

/** Amazon Linux 1 has dates for releases (`2018.03`), its successors are 2, 2022 and 2023. */
function amazonRelease(distro: Distro): string {
  const release = major(distro);
  if (release === '') return '';
  return ['2', '2022', '2023'].includes(release) ? release : '1';
}

/** The marketing name; a third part (`15.2.1`) is of a pre-release. */
function leap({ versionId, name }: Distro): string {
  if (/tumbleweed/i.test(name ?? '')) return 'Tumbleweed';
  const [release] = /^\d+\.\d+/.exec(versionId) ?? [];
  return release === undefined ? '' : `Leap ${release}`;
}

/** `22.03-LTS-SP3` of VERSION `22.03 (LTS-SP3)`: VERSION_ID has no service pack. */
function openEulerRelease({ version, versionId }: Distro): string {
  const text = version ?? versionId;
  const bracket = text.indexOf('(');
  if (bracket === -1) return text.trim();
  const name = text
    .slice(bracket + 1)
    .replace(')', '')
    .trim();
  return `${text.slice(0, bracket).trim()}-${name}`;
}

function released(name: string, release: string): Coverage | undefined {
  return release === '' ? undefined : first([`${name}:${release}`], 'exact');
}

function first(namespaces: readonly string[], confidence: Confidence): Coverage | undefined {
  const [namespace, ...channels] = namespaces;
  return namespace === undefined ? undefined : { namespace, channels, confidence, names: 'both' };
}

function byPackage(coverage: Coverage | undefined): Coverage | undefined {
  return coverage && { ...coverage, names: 'packages' };
}

function bySource(coverage: Coverage | undefined): Coverage | undefined {
  return coverage && { ...coverage, names: 'sources' };
}
