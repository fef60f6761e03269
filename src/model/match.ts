import type { Affected, RangeEvent, Severity, SeverityRating, VendorStatus } from './advisory.ts';
import type { MatchKey } from './item.ts';
import type { AdvisoryHead, VulnerabilityContext } from './snapshot.ts';
import type { VexClaim } from './vex.ts';

/** The comparison that decided, complete enough to be made again. */
export type Deciding =
  | { readonly kind: 'range'; readonly events: readonly RangeEvent[]; readonly index: number }
  | { readonly kind: 'listed'; readonly version: string };

/** An item that an advisory affects, and why. */
export interface Match {
  readonly advisory: AdvisoryHead;
  readonly affected: Affected;
  /** The name and version that were compared. */
  readonly key: MatchKey;
  /** The version scheme: `deb`. */
  readonly scheme: string;
  readonly deciding: Deciding;
  /** Opened the interval; `0` is all earlier versions. */
  readonly introduced?: string;
  /** Closes the interval. */
  readonly fixedIn?: string;
  /** Fixed versions of other intervals above the compared one. */
  readonly otherFixes: readonly string[];
  /** Last affected version where no fix is named. */
  readonly lastAffected?: string;
}

/** Why a finding is not counted in totals. It is still there to see. */
export type HiddenReason =
  | 'unimportant'
  | 'kernel-headers'
  | 'under-investigation'
  | 'vex-not-affected'
  | 'vex-fixed';

/** A fix that only a channel has which the image did not enable: Ubuntu Pro. */
export interface FixElsewhere {
  /** Its advisory namespace: `Ubuntu:Pro:20.04`. */
  readonly channel: string;
  readonly version: string;
}

/** A vulnerability of one package in one image, as a person sees it. */
export interface Finding {
  /** CVE > GHSA > ecosystem's id > others. */
  readonly id: string;
  /** Every id of its group, the display id first. */
  readonly ids: readonly string[];
  /** Bundles that speak of it: `DSA-5417-1`, `RHSA-2024:1234`. */
  readonly vendorIds: readonly string[];
  /** Index into `Inventory.packages`. */
  readonly package: number;
  readonly class: 'vulnerability' | 'malware';
  readonly status: VendorStatus;
  readonly severity: Severity;
  /** The rating that gave the severity; absent when it is `unknown`. */
  readonly rating?: SeverityRating;
  readonly ratings: readonly SeverityRating[];
  readonly introduced?: string;
  /** The upstream version that brought it, where `introduced` is only `0`. */
  readonly upstreamIntroduced?: string;
  /** The lowest version that is not affected by any match of the group. */
  readonly fixedIn?: string;
  readonly lastAffected?: string;
  /** Where the release has no fix: no plain fix, for the image cannot get it as it is. */
  readonly fixElsewhere?: FixElsewhere;
  readonly context?: VulnerabilityContext;
  readonly hidden?: HiddenReason;
  /** What VEX documents say of it, the one that holds first; absent: nothing. */
  readonly vex?: readonly VexClaim[];
  /** `derived` of packages whose distribution may have back-ported the fix. */
  readonly confidence: 'exact' | 'derived' | 'heuristic';
  /** Never empty. Sources that disagree stand side by side. */
  readonly matches: readonly Match[];
}
