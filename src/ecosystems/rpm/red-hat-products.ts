/** Support streams of a minor release, by the mark in a content set's name. */
const STREAMS = ['eus', 'aus', 'tus', 'e4s'] as const;

/** A repository's part of the product: `crb` is called so in CPEs since RHEL 9. */
const PARTS: readonly (readonly [mark: RegExp, part: string])[] = [
  [/-baseos-/, 'baseos'],
  [/-appstream-/, 'appstream'],
  [/codeready-builder/, 'crb'],
  [/-highavailability-/, 'highavailability'],
  [/-resilientstorage-/, 'resilientstorage'],
  [/-supplementary-/, 'supplementary'],
  [/-sap-solutions-/, 'sap_hana'],
  [/-sap-/, 'sap'],
  [/-nfv-/, 'nfv'],
  [/-rt-/, 'realtime'],
  [/-server-/, 'server'],
];

/**
 * Red Hat's products, as OSV names them by CPE, that an image's packages can come from: what its
 * content sets name, else the base of the release. Advisories of a longer support stream count
 * only for an image that is built from it. `versionId`: `9.4`.
 *
 * https://ossf.github.io/osv-schema/#affectedpackage-field (Red Hat)
 */
export function redHatProducts(versionId: string, contentSets: readonly string[]): string[] {
  const release = /^\d+/.exec(versionId)?.[0];
  if (release === undefined) return [];
  const product = `Red Hat:enterprise_linux:${release}`;
  const named = contentSets.flatMap((set) => productOf(set, release, versionId) ?? []);
  const parts = Number(release) >= 8 ? ['baseos', 'appstream'] : ['server'];
  const products = named.length > 0 ? named : parts.map((part) => `${product}::${part}`);
  // Unfixed vulnerabilities are stated of the release as a whole.
  return [...new Set([product, ...products.toSorted()])];
}

/**
 * `rhel-9-for-x86_64-baseos-eus-rpms__9_DOT_4` -> `Red Hat:rhel_eus:9.4::baseos`. A set of a support
 * stream that names no minor release is of the image's own.
 */
function productOf(contentSet: string, release: string, versionId: string): string | undefined {
  const [name = '', minor = ''] = contentSet.split('__', 2);
  if (!new RegExp(`^(?:rhel|ubi|codeready-builder-for-(?:rhel|ubi))-${release}-`).test(name)) {
    return undefined;
  }
  const part = PARTS.find(([mark]) => mark.test(name))?.[1];
  if (part === undefined || /-(?:debug|source)-/.test(name)) return undefined;
  const stream = STREAMS.find((stream) => name.includes(`-${stream}-`));
  if (stream === undefined) return `Red Hat:enterprise_linux:${release}::${part}`;
  const version = minor.replace('_DOT_', '.') || versionId;
  if (!/^\d+\.\d+$/.test(version)) return undefined;
  // from release 10 on all parts of a minor release are one product
  return Number(release) >= 10
    ? `Red Hat:enterprise_linux_${stream}:${version}`
    : `Red Hat:rhel_${stream}:${version}::${part}`;
}
