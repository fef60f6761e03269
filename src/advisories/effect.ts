/** What activating a snapshot would change over the images that count. */
export interface SnapshotEffect {
  /** That were looked at. */
  readonly images: number;
  /** Findings by distribution, `Debian 12`, and by the type of packages that no distribution brought. */
  readonly distributions: readonly FindingCounts[];
  /** Findings by the source of their advisory. */
  readonly sources: readonly FindingCounts[];
}

export interface FindingCounts {
  readonly name: string;
  /** By the snapshot that counts. */
  readonly before: number;
  readonly after: number;
}

/** A rise or fall of findings by so much of what they were is looked at by a person first. */
const ODD_SHARE = 0.4;

/** Fewer findings than these rise and fall by such shares every day. */
const ODD_FINDINGS = 50;

/** Why an administrator is to look first; none: nothing is odd. */
export function anomaliesOf({ distributions, sources }: SnapshotEffect): readonly string[] {
  return [...distributions, ...sources].filter(isOdd).map(({ name, before, after }) => {
    const percent = Math.round((Math.abs(after - before) / before) * 100);
    const word = after < before ? 'fall' : 'rise';
    return `findings of ${name} would ${word} by ${percent} %, from ${before} to ${after}`;
  });
}

/** What there was nothing of is new: a feed that came for the first time. */
function isOdd({ before, after }: FindingCounts): boolean {
  if (before === 0 || Math.max(before, after) < ODD_FINDINGS) return false;
  return Math.abs(after - before) >= before * ODD_SHARE;
}
