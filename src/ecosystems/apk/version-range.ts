import type { RangeGrammar } from '../version-range.ts';
import type { ApkVersion } from './version.ts';
import { apkVersions, firstDifference } from './version.ts';

export interface ApkConstraint {
  readonly version: ApkVersion;
  readonly takes: { readonly below: boolean; readonly equal: boolean; readonly above: boolean };
  /** With `~`: all that begins with the version is equal to it. */
  readonly isFuzzy: boolean;
}

/**
 * `~3.6`, `>=1.2-r0`, `<2`, `>~3.6`.
 *
 * https://gitlab.alpinelinux.org/alpine/apk-tools/-/blob/master/doc/apk-world.5.scd
 */
export const apkConstraints: RangeGrammar<ApkConstraint, ApkVersion> = {
  id: 'apk-constraint',

  parse(text) {
    const [, operator = '', rest = ''] = /^([<>=~]{1,3})(.*)$/s.exec(text.trim()) ?? [];
    const version = apkVersions.parse(rest.trim());
    if (!version || !/^[<>]?=?~?$|^~=?$/.test(operator)) return undefined;
    const isFuzzy = operator.includes('~');
    const takes = {
      below: operator.startsWith('<'),
      equal: isFuzzy || operator.includes('='),
      above: operator.startsWith('>'),
    };
    return { version, takes, isFuzzy };
  },

  contains({ version, takes, isFuzzy }, candidate) {
    const place = firstDifference(candidate, version);
    const isEqual = place === -1 || (isFuzzy && place === version.parts.length);
    if (isEqual) return takes.equal;
    return apkVersions.compare(candidate, version) < 0 ? takes.below : takes.above;
  },
};

/** Lower than whatever else can follow, the end of a version too. */
const UNREADABLE = { rank: -9, value: 0, text: '' } as const;

/**
 * A version to look for in constraints: `1.2_post1`, which is none, still lies in `~1.2`, as its
 * numbers come first. Never for the order of versions.
 */
export function apkCandidateOf(text: string): ApkVersion | undefined {
  const version = apkVersions.parse(text);
  if (version) return version;
  const [numbers = ''] = /^\d[\d.]*/.exec(text) ?? [];
  const readable = apkVersions.parse(numbers);
  return readable && { parts: [...readable.parts, UNREADABLE] };
}
