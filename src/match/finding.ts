import type { Ecosystem } from '../ecosystems/index.ts';
import type {
  AdvisorySnapshot,
  Affected,
  Finding,
  HiddenReason,
  Item,
  Match,
  VendorStatus,
  VulnerabilityContext,
} from '../model/index.ts';
import { evaluate } from './evaluate.ts';
import { fixElsewhere } from './fix-elsewhere.ts';
import type { VulnerabilityGroup } from './group.ts';
import { schemeFor } from './judge-item.ts';
import { chooseSeverity } from './severity.ts';
import type { Siblings } from './siblings.ts';
import { upstreamIntroduced } from './upstream-introduced.ts';

/** All of a finding but the package that it is on. */
export type FindingBody = Omit<Finding, 'package' | 'confidence'>;

/** What a finding is made with, beside its matches. */
export interface FindingContext {
  readonly item: Item;
  readonly ecosystem: Ecosystem;
  readonly siblings: Siblings;
  readonly snapshot: AdvisorySnapshot;
}

/** What a group of matches amounts to for a person. */
export function makeFinding(group: VulnerabilityGroup, context: FindingContext): FindingBody {
  const { item, snapshot } = context;
  const { matches } = group;
  const known = contextOfGroup(group, snapshot);
  const isMalware = matches.some(({ advisory }) => advisory.class === 'malware');
  const chosen = chooseSeverity(matches, known);
  const severity = isMalware ? 'critical' : chosen.severity;
  const hidden = whyHidden(matches, item, severity === 'negligible');
  return {
    id: group.id,
    ids: group.ids,
    vendorIds: group.vendorIds,
    class: isMalware ? 'malware' : 'vulnerability',
    severity,
    ...(chosen.rating && { rating: chosen.rating }),
    ratings: chosen.ratings,
    ...boundsOf(matches, known, context),
    ...(known && { context: known }),
    ...(hidden && { hidden }),
    matches,
  };
}

type Bounds = Pick<
  FindingBody,
  'status' | 'introduced' | 'upstreamIntroduced' | 'fixedIn' | 'lastAffected' | 'fixElsewhere'
>;

/** Since when, until when, and where there is no fix, why. */
function boundsOf(
  matches: readonly Match[],
  known: VulnerabilityContext | undefined,
  context: FindingContext,
): Bounds {
  const since = introducedOf(matches);
  const upstream =
    since === '0' ? upstreamIntroduced(matches, known, context.ecosystem) : undefined;
  const introduced = {
    ...(since !== undefined && { introduced: since }),
    ...(upstream !== undefined && { upstreamIntroduced: upstream }),
  };
  const fixedIn = lowestFix(matches, context);
  if (fixedIn !== undefined) return { status: 'fix_available', ...introduced, fixedIn };
  const lastAffected = matches.find((match) => match.lastAffected !== undefined)?.lastAffected;
  const elsewhere = fixElsewhere(matches, context);
  return {
    status: statusOf(matches),
    ...introduced,
    ...(lastAffected !== undefined && { lastAffected }),
    ...(elsewhere && { fixElsewhere: elsewhere }),
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

/** Real vulnerabilities have a dozen; each that is tried costs a look at every entry. */
const FIXES_TRIED = 50;

/**
 * The lowest named fix above the version that no entry of the matched advisories calls affected.
 * Where the package itself was matched, versions of its source are of another series.
 */
function lowestFix(all: readonly Match[], context: FindingContext): string | undefined {
  const own = all.filter(({ key }) => key.via === 'package');
  const matches = own.length > 0 ? own : all;
  const [first] = matches;
  if (!first) return undefined;
  const advisories = new Set(matches.map(({ advisory }) => advisory.id));
  const entries = [...advisories].flatMap((id) => context.siblings(id));
  if (entries.length === 1 && isOneInterval(first.affected)) return first.fixedIn;
  const scheme = schemeFor(first.key, context.ecosystem);
  const installed = scheme.parse(first.key.version);
  return fixesOf(entries)
    .map((text) => ({ text, version: scheme.parse(text) }))
    .filter(({ version }) => version !== undefined)
    .filter(({ version }) => installed === undefined || scheme.compare(version, installed) > 0)
    .toSorted((a, b) => scheme.compare(a.version, b.version))
    .slice(0, FIXES_TRIED)
    .find((fix) => {
      const candidate = { ...fix, normalized: context.ecosystem.normalizeVersion(fix.text) };
      return entries.every((entry) => evaluate(scheme, candidate, entry).kind !== 'affected');
    })?.text;
}

/** Nearly all are `introduced 0, fixed x`: nothing above the fix is affected. */
function isOneInterval({ ranges, versions }: Affected): boolean {
  return versions.length === 0 && ranges.length === 1 && (ranges[0]?.length ?? 0) <= 2;
}

function fixesOf(entries: readonly Affected[]): readonly string[] {
  const events = entries.flatMap(({ ranges }) => ranges.flat());
  return [...new Set(events.filter(({ kind }) => kind === 'fixed').map(({ version }) => version))];
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
