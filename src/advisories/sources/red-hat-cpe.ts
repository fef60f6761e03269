/** Products that images are built from: the system, and its streams of longer support. */
const PRODUCT =
  /^(?:enterprise_linux(?:_(?:eus|aus|tus|e4s))?|rhel_(?:eus|aus|tus|e4s|els|eus_long_life)):\d/;

/** Parts of the product for desktops and compute nodes: no image claims them. */
const OTHER_PARTS = /::(?:client|workstation|computenode)$/;

/**
 * `Red Hat:enterprise_linux:9::baseos` of the CPE `cpe:/o:redhat:enterprise_linux:9::baseos`, as OSV
 * names products; `undefined` of a product that no image is matched by. From release 10 on the CPE
 * has the minor release, whose fixes the later ones keep.
 */
export function namespaceOfCpe(cpe: string): string | undefined {
  const product = /^cpe:\/[aoh]:redhat:(.+)$/.exec(cpe)?.[1]?.replace(/:+$/, '');
  if (product === undefined || !PRODUCT.test(product) || OTHER_PARTS.test(product))
    return undefined;
  return `Red Hat:${product.replace(/^(enterprise_linux:\d+)\.\d+/, '$1')}`;
}
