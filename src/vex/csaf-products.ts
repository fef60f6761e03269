import { arrayOf, recordOf, stringOf } from '../base/index.ts';
import { digestsOf, isImagePurl, isRecognizable, purlsOf } from './product.ts';
import type { VexProduct } from './statement.ts';

type Json = Readonly<Record<string, unknown>>;

/** The products of a CSAF product tree that can be recognized, by their ids. */
export function csafProducts(tree: Json): ReadonlyMap<string, VexProduct> {
  const products = new Map<string, VexProduct>();
  const add = (value: unknown): void => {
    const { product_id: id, product_identification_helper: helper } = recordOf(value);
    const product = productOf(recordOf(helper));
    if (typeof id === 'string' && isRecognizable(product)) products.set(id, product);
  };
  arrayOf(tree['full_product_names']).forEach(add);
  const branches = [...arrayOf(tree['branches'])];
  for (let one = branches.pop(); one !== undefined; one = branches.pop()) {
    const branch = recordOf(one);
    add(branch['product']);
    for (const inner of arrayOf(branch['branches'])) branches.push(inner);
  }
  for (const one of arrayOf(tree['relationships'])) addRelationship(recordOf(one), products);
  return products;
}

function productOf(helper: Json): VexProduct {
  const hashes = arrayOf(helper['hashes'])
    .flatMap((one) => arrayOf(recordOf(one)['file_hashes']))
    .map((one) => {
      const { algorithm, value } = recordOf(one);
      return [stringOf(algorithm) ?? '', value] as const;
    });
  return { purls: purlsOf([helper['purl']]), digests: digestsOf(hashes), components: [] };
}

/**
 * A component of a platform. Where the platform is an image, it is that component in it. Where it is one
 * that we cannot recognize, such as a distribution by its CPE, only a component with a version is certain
 * to be no other platform's.
 */
function addRelationship(relationship: Json, products: Map<string, VexProduct>): void {
  const full = recordOf(relationship['full_product_name']);
  const id = stringOf(full['product_id']);
  const component = products.get(stringOf(relationship['product_reference']) ?? '');
  if (id === undefined || !component) return;
  const platform = products.get(stringOf(relationship['relates_to_product_reference']) ?? '');
  const isImage = platform && (platform.digests.length > 0 || platform.purls.some(isImagePurl));
  if (isImage) {
    products.set(id, { ...platform, components: component.purls });
    return;
  }
  const purls = component.purls.filter(({ version }) => version);
  if (!platform && purls.length > 0) products.set(id, { purls, digests: [], components: [] });
}
