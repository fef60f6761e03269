import type { MatchTarget } from './ecosystem.ts';

/** How vendors mark their own builds of a distribution's packages, in the version. */
const ROOT = /\.root\.io\.\d+$|-r\d*007\d+$/;
const TUXCARE = /[.+]tuxcare\./;

/** Whether a vendor built a distribution's package anew: it is that distribution's in all else. */
export function isRebuilt(version: string): boolean {
  return ROOT.test(version) || TUXCARE.test(version);
}

/**
 * The target of a package that may be rebuilt. Root writes advisories of its own on its builds, by
 * names that begin with its own; without them nobody could say what they have fixed. TuxCare's builds
 * go on from the distribution's versions: its advisories hold, but may miss fixes.
 *
 * https://ossf.github.io/osv-schema/#affectedpackage-field (Root)
 */
export function rebuiltTarget(target: MatchTarget, version: string): MatchTarget {
  if (ROOT.test(version)) {
    const namespace = `Root:${target.namespace.replace('Alpine:v', 'Alpine:')}`;
    const keys = target.keys.flatMap((key) => [{ ...key, name: `root-${key.name}` }, key]);
    return { ...target, namespace, channels: [], keys };
  }
  return TUXCARE.test(version) ? { ...target, confidence: 'derived' } : target;
}
