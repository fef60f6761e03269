import { parseForeignPurl } from '../../model/index.ts';
import { isObject, objectAt, objectsAt, textAt } from '../json.ts';
import type { JsonObject } from '../json.ts';

/** An rpm package as a product tree names it. */
export interface RpmComponent {
  readonly name: string;
  /** With its epoch; empty where no version is said. */
  readonly version: string;
  /** `src` of a source package; empty where none is said: all. */
  readonly architecture: string;
  /** `name:stream`. */
  readonly module?: string;
}

/** An rpm package within a product. */
export interface ProductPackage {
  /** The CPE of the product. */
  readonly cpe: string;
  readonly component: RpmComponent;
}

/** Branches within branches; real documents have four levels. */
const DEPTH = 16;

/** What a CSAF document calls its products: which package of which product each id is of. */
export interface ProductTree {
  /** `undefined` of what is no rpm package of a wanted product; `unreadable`: its module is none. */
  packageOf(productId: string): ProductPackage | 'unreadable' | undefined;
}

/**
 * Reads a product tree. `isWanted` is asked for each product by its CPE: what is of others is not
 * looked at.
 *
 * https://docs.oasis-open.org/csaf/csaf/v2.0/os/csaf-v2.0-os.html#322-product-tree-property
 */
export function readProductTree(
  document: JsonObject,
  isWanted: (cpe: string) => boolean,
): ProductTree {
  const tree = objectAt(document, 'product_tree');
  const helpers = new Map<string, JsonObject>();
  collectHelpers(tree, helpers, DEPTH);
  const relations = new Map(
    objectsAt(tree, 'relationships').map((relation) => [
      textAt(objectAt(relation, 'full_product_name'), 'product_id'),
      relation,
    ]),
  );
  const components = new Map<string, RpmComponent | 'unreadable' | undefined>();
  const componentOf = (id: string) => {
    if (!components.has(id))
      components.set(id, readComponent(textAt(helpers.get(id) ?? {}, 'purl')));
    return components.get(id);
  };
  return {
    packageOf(productId) {
      const relation = relations.get(productId);
      if (relation === undefined) return undefined;
      const product = helpers.get(textAt(relation, 'relates_to_product_reference'));
      const cpe = textAt(product ?? {}, 'cpe');
      if (cpe === '' || !isWanted(cpe)) return undefined;
      const component = componentOf(textAt(relation, 'product_reference'));
      return typeof component === 'object' ? { cpe, component } : component;
    },
  };
}

function collectHelpers(node: JsonObject, helpers: Map<string, JsonObject>, depth: number): void {
  for (const branch of depth > 0 ? objectsAt(node, 'branches') : []) {
    const product = branch['product'];
    if (isObject(product)) {
      const helper = objectAt(product, 'product_identification_helper');
      helpers.set(textAt(product, 'product_id'), helper);
    }
    collectHelpers(branch, helpers, depth - 1);
  }
}

/** `pkg:rpm/redhat/nodejs@16.1-1.el8?arch=x86_64&epoch=1&rpmmod=nodejs:16:8060020:abc`. */
function readComponent(text: string): RpmComponent | 'unreadable' | undefined {
  if (!text.startsWith('pkg:rpm/')) return undefined;
  const purl = parseForeignPurl(text);
  if (purl === undefined) return 'unreadable';
  const { arch = '', epoch, rpmmod } = purl.qualifiers ?? {};
  const module = moduleOf(rpmmod);
  return module === undefined
    ? 'unreadable'
    : {
        name: purl.name,
        version: withEpoch(epoch, purl.version),
        architecture: arch,
        ...(module !== '' && { module }),
      };
}

/** Empty where none is said; `undefined` of what names no stream. */
function moduleOf(rpmmod: string | undefined): string | undefined {
  return rpmmod === undefined ? '' : /^[^:]+:[^:]+/.exec(rpmmod)?.[0];
}

function withEpoch(epoch: string | undefined, version = ''): string {
  return version === '' || epoch === undefined || epoch === '0' ? version : `${epoch}:${version}`;
}
