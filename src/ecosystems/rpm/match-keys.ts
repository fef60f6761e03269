import type { MatchKey, Package } from '../../model/index.ts';
import { splitEpoch } from './evr.ts';
import type { AdvisoryNames } from './namespaces.ts';

/** The names under which advisories may speak of a package: its own first, then its source's. */
export function matchKeysOf(pkg: Package, names: AdvisoryNames): MatchKey[] {
  const own: MatchKey = { name: pkg.name, version: pkg.version, via: 'package' };
  const source = names === 'packages' ? undefined : sourceKeyOf(pkg);
  if (source === undefined) return [own];
  return names === 'sources' ? [source] : [own, source];
}

/**
 * The epoch of a source package is recorded nowhere. Where the package has its version, it has its
 * epoch too, as both come from one build; where not (perl-Errno 1.28 of perl 4:5.26.3), none can be
 * compared.
 */
function sourceKeyOf({ source, version }: Package): MatchKey | undefined {
  if (source === undefined) return undefined;
  const { name } = source;
  const { rest } = splitEpoch(version);
  return rest === source.version
    ? { name, version, via: 'source' }
    : { name, version: source.version, via: 'source', ignoresEpoch: true };
}

/** `nodejs:12` of `nodejs:12:8030020201124152102:229f0a1c`. */
export function moduleStreamOf({ module }: Package): string | undefined {
  const [name, stream] = module?.split(':', 2) ?? [];
  return name && stream ? `${name}:${stream}` : undefined;
}

/** Headers of the kernel for compilers: no kernel, but the kernel's advisories name its source. */
export function isKernelHeaders({ name, source }: Package): boolean {
  if (/^kernel-(?:[a-z0-9-]+-)?headers$/.test(name)) return true;
  return name === 'linux-glibc-devel' || (name.endsWith('-devel') && isKernel(source?.name));
}

function isKernel(source: string | undefined): boolean {
  return source !== undefined && /^kernel(?:-|$)/.test(source);
}
