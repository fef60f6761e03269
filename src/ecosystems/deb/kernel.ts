import type { Package } from '../../model/index.ts';

/**
 * Whether a package is of the kernel's source but runs none of it: headers and build tools, which
 * would carry every advisory of the kernel into an image that has no kernel.
 */
export function isKernelHeaders(pkg: Package): boolean {
  const source = pkg.source?.name ?? pkg.name;
  if (!/^linux(?:-|$)/.test(source)) return false;
  return pkg.name === 'linux-libc-dev' || /^linux-(?:.*-)?(?:headers|kbuild)-/.test(pkg.name);
}
