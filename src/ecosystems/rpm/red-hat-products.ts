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
  [/-sap-/, 'sap'],
  [/-nfv-/, 'nfv'],
  [/-rt-/, 'realtime'],
  [/-server-/, 'server'],
];

/**
 * Red Hat's products, as OSV names them by CPE, that an image's packages can come from: what its
 * content sets name, else the base of the release. Advisories of a longer support stream count
 * only for an image that is built from it.
 *
 * https://ossf.github.io/osv-schema/#affectedpackage-field (Red Hat)
 */
export function redHatProducts(release: string, contentSets: readonly string[]): string[] {
  if (release === '') return [];
  const product = `Red Hat:enterprise_linux:${release}`;
  const named = contentSets.flatMap((set) => productOf(set, release) ?? []);
  const parts = Number(release) >= 8 ? ['baseos', 'appstream'] : ['server'];
  const products = named.length > 0 ? named : parts.map((part) => `${product}::${part}`);
  // Unfixed vulnerabilities are stated of the release as a whole.
  return [...new Set([product, ...products.toSorted()])];
}

/** `rhel-9-for-x86_64-baseos-eus-rpms__9_DOT_4` -> `Red Hat:rhel_eus:9.4::baseos`. */
function productOf(contentSet: string, release: string): string | undefined {
  const [name = '', minor = ''] = contentSet.split('__', 2);
  if (!new RegExp(`^(?:rhel|ubi|codeready-builder-for-(?:rhel|ubi))-${release}-`).test(name)) {
    return undefined;
  }
  const part = PARTS.find(([mark]) => mark.test(name))?.[1];
  if (part === undefined || /-(?:debug|source)-/.test(name)) return undefined;
  const stream = STREAMS.find((stream) => name.includes(`-${stream}-`));
  if (stream === undefined) return `Red Hat:enterprise_linux:${release}::${part}`;
  const version = minor.replace('_DOT_', '.');
  return /^\d+\.\d+$/.test(version) ? `Red Hat:rhel_${stream}:${version}::${part}` : undefined;
}
