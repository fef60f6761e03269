import { formatPurl, parsePurl } from '../../model/index.ts';
import type { Ecosystem } from '../ecosystem.ts';
import { binary } from './catalog-binary.ts';
import { sbomDocuments } from './catalog-sbom-documents.ts';
import { wordpressExtensions } from './catalog-wordpress-extensions.ts';
import { wordpress } from './catalog-wordpress.ts';
import type { Product } from './product.ts';
import { PRODUCTS } from './products/index.ts';
import type { GenericVersion } from './version.ts';
import { genericVersions } from './version.ts';

/** The advisory namespace of what CVE records say of products. */
export const CVE = 'CVE';

const BY_NAME: ReadonlyMap<string, Product> = new Map(PRODUCTS.map((one) => [one.name, one]));

/** Products whose advisories are made of CVE records, by `vendor:product` as those write it. */
export const CVE_PRODUCTS: ReadonlyMap<string, string> = new Map(
  PRODUCTS.flatMap((product) => {
    const home = advisoryHomeOf(product);
    return home?.namespace === CVE ? product.cpes.map((cpe) => [cpe, home.name] as const) : [];
  }),
);

/** Programs and libraries that no package manager brought, known by their bytes. */
export const generic: Ecosystem<GenericVersion> = {
  id: 'generic',
  title: 'Programs without a package',
  versions: genericVersions,
  catalogers: [binary, wordpress, wordpressExtensions, sbomDocuments],
  advisedBy: 'everywhere',

  purlOf({ name, version }) {
    const purl = BY_NAME.get(name)?.purl;
    const parts = purl === undefined ? undefined : parsePurl(`pkg:${purl}`);
    const slash = name.lastIndexOf('/');
    const namespace = name.slice(0, Math.max(0, slash));
    const own = { type: 'generic', namespace, name: name.slice(slash + 1) };
    return formatPurl({ ...(parts ?? own), version });
  },

  matchTargetOf({ name, version }) {
    const product = BY_NAME.get(name);
    const home = product && advisoryHomeOf(product);
    if (home === undefined) return undefined;
    const written = product?.advisoryVersion?.(version) ?? version;
    const key = { name: home.name, version: written, via: 'package' } as const;
    const channels = product?.ownAdvisories === undefined ? [] : [product.ownAdvisories];
    return { namespace: home.namespace, channels, keys: [key], isKernelHeaders: false };
  },

  normalizeName: (name) => name,
  normalizeVersion: (text) => text,
  originOf: () => 'unknown',
};

/** Several programs of one product share what CVE records say: its main CPE name is theirs. */
function advisoryHomeOf({
  bitnami,
  module,
  cpes,
}: Product): { readonly namespace: string; readonly name: string } | undefined {
  if (bitnami !== undefined) return { namespace: 'Bitnami', name: bitnami };
  if (module === 'toolchain') return { namespace: 'Go', name: module };
  const [name] = cpes;
  return name === undefined ? undefined : { namespace: CVE, name };
}
