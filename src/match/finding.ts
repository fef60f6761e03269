import type { Ecosystem } from '../ecosystems/index.ts';
import type {
  AdvisorySnapshot,
  Finding,
  HiddenReason,
  Item,
  Match,
  VendorStatus,
  VulnerabilityContext,
} from '../model/index.ts';
import { evaluate } from './evaluate.ts';
import type { VulnerabilityGroup } from './group.ts';
import { chooseSeverity } from './severity.ts';

/** All of a finding but the package that it is on. */
export type FindingBody = Omit<Finding, 'package' | 'confidence'>;

/** What a group of matches amounts to for a person. */
export function makeFinding(
  group: VulnerabilityGroup,
  item: Item,
  ecosystem: Ecosystem,
  snapshot: AdvisorySnapshot,
): FindingBody {
  const { matches } = group;
  const context = contextOfGroup(group, snapshot);
  const fixedIn = lowestFix(matches, ecosystem);
  const isMalware = matches.some(({ advisory }) => advisory.class === 'malware');
  const chosen = chooseSeverity(matches, context);
  const severity = isMalware ? 'critical' : chosen.severity;
  const introduced = introducedOf(matches);
  const lastAffected = matches.find((match) => match.lastAffected !== undefined)?.lastAffected;
  const hidden = whyHidden(matches, item, severity === 'negligible');
  return {
    id: group.id,
    ids: group.ids,
    vendorIds: group.vendorIds,
    class: isMalware ? 'malware' : 'vulnerability',
    status: fixedIn === undefined ? statusOf(matches) : 'fix_available',
    severity,
    ...(chosen.rating && { rating: chosen.rating }),
    ratings: chosen.ratings,
    ...(introduced !== undefined && { introduced }),
    ...(fixedIn !== undefined && { fixedIn }),
    ...(fixedIn === undefined && lastAffected !== undefined && { lastAffected }),
    ...(context && { context }),
    ...(hidden && { hidden }),
    matches,
  };
}

/** Of the ids of a group at most one has a context, nearly always: the CVE. The first that has. */
function contextOfGroup(
  group: VulnerabilityGroup,
  snapshot: AdvisorySnapshot,
): VulnerabilityContext | undefined {
  for (const id of group.ids) {
    const context = snapshot.contextOf(id);
    if (context) return context;
  }
  return undefined;
}

/** The lowest named fix that none of the matched advisories calls affected. */
function lowestFix(matches: readonly Match[], ecosystem: Ecosystem): string | undefined {
  const only = matches.length === 1 ? matches[0] : undefined;
  if (only && only.otherFixes.length === 0) return only.fixedIn;
  const fixes = matches.flatMap(({ fixedIn, otherFixes }) =>
    fixedIn === undefined ? otherFixes : [fixedIn, ...otherFixes],
  );
  const scheme = ecosystem.versions;
  const parsed = [...new Set(fixes)]
    .map((text) => ({ text, version: scheme.parse(text) }))
    .filter(({ version }) => version !== undefined)
    .toSorted((a, b) => scheme.compare(a.version, b.version));
  const comparison = { scheme, normalize: (text: string) => ecosystem.normalizeVersion(text) };
  return parsed.find(({ text, version }) => {
    const candidate = { text, normalized: comparison.normalize(text), version };
    return matches.every(
      ({ affected }) => evaluate(comparison, candidate, affected).kind !== 'affected',
    );
  })?.text;
}

/** A version says more than `0`, which only says that nobody knows. */
function introducedOf(matches: readonly Match[]): string | undefined {
  const known = matches.map(({ introduced }) => introduced).filter((text) => text !== undefined);
  return known.find((text) => text !== '0') ?? known[0];
}

/** What to say when nothing fixes it; the most definite word wins. */
const WORDS: readonly VendorStatus[] = [
  'end_of_life',
  'will_not_fix',
  'fix_deferred',
  'affected',
  'fix_available',
  'under_investigation',
];

function statusOf(matches: readonly Match[]): VendorStatus {
  const said = new Set(matches.map(({ affected }) => affected.status));
  const word = WORDS.find((status) => said.has(status)) ?? 'affected';
  // it says that there is a fix, and named none that helps this version
  return word === 'fix_available' ? 'affected' : word;
}

function whyHidden(
  matches: readonly Match[],
  item: Item,
  isNegligible: boolean,
): HiddenReason | undefined {
  if (item.class === 'kernel-headers') return 'kernel-headers';
  if (isNegligible || matches.every(({ affected }) => affected.unimportant)) return 'unimportant';
  const isInvestigated = matches.every(({ affected }) => affected.status === 'under_investigation');
  return isInvestigated ? 'under-investigation' : undefined;
}
