import { formatPurl, parsePurl } from '../../model/index.ts';
import type { Ecosystem } from '../ecosystem.ts';
import { binary } from './catalog-binary.ts';
import type { Product } from './product.ts';
import { PRODUCTS } from './products/index.ts';
import type { GenericVersion } from './version.ts';
import { genericVersions } from './version.ts';

const BY_NAME: ReadonlyMap<string, Product> = new Map(PRODUCTS.map((one) => [one.name, one]));

/** Programs and libraries that no package manager brought, known by their bytes. */
export const generic: Ecosystem<GenericVersion> = {
  id: 'generic',
  title: 'Programs without a package',
  versions: genericVersions,
  catalogers: [binary],

  purlOf({ name, version }) {
    const own = BY_NAME.get(name)?.purl;
    const parts = own === undefined ? undefined : parsePurl(`pkg:${own}`);
    return formatPurl({ ...(parts ?? { type: 'generic', name }), version });
  },

  matchTargetOf({ name, version }) {
    const product = BY_NAME.get(name);
    if (product?.bitnami === undefined) return undefined;
    const written = product.advisoryVersion?.(version) ?? version;
    const key = { name: product.bitnami, version: written, via: 'package' } as const;
    return { namespace: 'Bitnami', channels: [], keys: [key], isKernelHeaders: false };
  },

  normalizeName: (name) => name,
  normalizeVersion: (text) => text,
  originOf: () => 'unknown',
};
