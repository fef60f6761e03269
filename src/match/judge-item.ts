import { minorReleaseOf } from '../ecosystems/index.ts';
import type { Ecosystem, VersionScheme } from '../ecosystems/index.ts';
import type {
  AdvisoryEntry,
  AdvisorySnapshot,
  Affected,
  Item,
  Match,
  MatchKey,
} from '../model/index.ts';
import type { Candidate, Verdict } from './evaluate.ts';
import { evaluate } from './evaluate.ts';
import { isMeantStream } from './module-stream.ts';
import { isMeantFlavour } from './oracle-flavour.ts';

/** What one advisory says of one item, and why: everything that matching and explaining need. */
export type Judgement =
  | { readonly kind: 'affected'; readonly match: Match }
  | {
      readonly kind: 'spared';
      readonly entry: AdvisoryEntry;
      readonly key: MatchKey;
      readonly because: Spared;
    }
  | {
      readonly kind: 'not comparable';
      readonly entry: AdvisoryEntry;
      readonly key: MatchKey;
      readonly texts: readonly string[];
    };

/** Why an advisory on this very package does not affect it. */
export type Spared =
  | 'vendor'
  | 'outside'
  | 'no range'
  | 'withdrawn'
  | 'other module'
  | 'other architecture'
  /** An enabled channel of the distribution has it fixed. */
  | 'fixed in channel'
  | Overruled;

/** Why a match is not believed, though the version lies in its range. */
export type Overruled =
  /** Nobody reviewed it, it has no end, and a reviewed one spares this version. */
  | 'unreviewed'
  /** A bundle of several; the distribution's record on this one spares this version. */
  | 'own record'
  /** The CVE was taken back. */
  | 'rejected'
  /** The distribution's package that brought it has the fix, or never was affected. */
  | 'settled by owner';

/**
 * Channels whose fixes count for the base release (Ubuntu Pro). By themselves they disclose only what
 * the release does not speak of any more. Every other channel is a product of its own whose
 * advisories apply.
 */
const FIXING_CHANNEL = /^Ubuntu:Pro/;

/** The word of every advisory that speaks of an item. Pure: equal items get equal judgements. */
export function judgeItem(
  ecosystem: Ecosystem,
  item: Item,
  snapshot: AdvisorySnapshot,
): readonly Judgement[] {
  const candidates = item.keys.map((key) => candidateOf(ecosystem, key));
  const fixing = item.channels.filter((channel) => FIXING_CHANNEL.test(channel));
  const disclosing = [item.namespace, ...item.channels.filter((one) => !fixing.includes(one))];
  const judge = (namespace: string): Judgement[] =>
    judgeIn(namespace, { ecosystem, item, candidates, snapshot });

  const judged = nearest(disclosing.flatMap(judge));
  if (fixing.length === 0) return judged;
  const inChannels = Map.groupBy(fixing.flatMap(judge), advisoryIdOf);
  const known = new Set(judged.map(advisoryIdOf));
  const settled = judged.map((one) => settle(one, inChannels.get(advisoryIdOf(one)) ?? []));
  const disclosed = [...inChannels].flatMap(([id, own]) => (known.has(id) ? [] : own));
  return [...settled, ...disclosed];
}

interface Question {
  readonly ecosystem: Ecosystem;
  readonly item: Item;
  readonly candidates: readonly (Candidate<unknown> & { readonly key: MatchKey })[];
  readonly snapshot: AdvisorySnapshot;
}

function judgeIn(namespace: string, question: Question): Judgement[] {
  const ofPackage = judgeFirstKnown(namespace, question, 'package');
  const ofSource = judgeFirstKnown(namespace, question, 'source');
  if (ofPackage.length === 0 || ofSource.length === 0) return [...ofPackage, ...ofSource];
  // an advisory that lists the binary package itself does not mean its siblings of the same source
  const named = new Set(ofPackage.map(advisoryIdOf));
  return [...ofPackage, ...ofSource.filter((one) => !named.has(advisoryIdOf(one)))];
}

/** Several names of one kind are guesses at one package, best first: the first that is known. */
function judgeFirstKnown(
  namespace: string,
  question: Question,
  via: MatchKey['via'],
): readonly Judgement[] {
  for (const candidate of question.candidates) {
    if (candidate.key.via !== via) continue;
    const entries = question.snapshot
      .entriesOf(namespace, candidate.key.name)
      .filter(({ affected }) => isMeantKind(affected, via));
    if (entries.length > 0) return entries.map((entry) => judgeEntry(entry, candidate, question));
  }
  return [];
}

/**
 * rpm's advisories list what was built by architecture: `src` is the source package, which may have
 * the name of one of its packages; without it the source is not meant.
 */
function isMeantKind({ ecosystem, architectures }: Affected, via: MatchKey['via']): boolean {
  if (ecosystem !== 'rpm' || architectures.length === 0) return true;
  return via === 'source'
    ? architectures.includes(SOURCE_ARCHITECTURE)
    : architectures.some((one) => one !== SOURCE_ARCHITECTURE);
}

const SOURCE_ARCHITECTURE = 'src';

function judgeEntry(
  entry: AdvisoryEntry,
  candidate: Candidate<unknown> & { readonly key: MatchKey },
  { ecosystem, item }: Question,
): Judgement {
  const { key } = candidate;
  const spared = whyNotMeant(entry, item, key);
  if (spared) return { kind: 'spared', entry, key, because: spared };
  return judgementOf(
    evaluate(schemeFor(key, ecosystem), candidate, entry.affected),
    entry,
    key,
    ecosystem,
  );
}

/** The order by which a key's version is compared. */
export function schemeFor(key: MatchKey, { versions }: Ecosystem): VersionScheme<unknown> {
  return key.ignoresEpoch ? withoutEpochs(versions) : versions;
}

/** Compares with an advisory's versions as if they had no epochs: the key's is not known. */
function withoutEpochs<Version>(scheme: VersionScheme<Version>): VersionScheme<Version> {
  return { ...scheme, parse: (text) => scheme.parse(text.replace(/^\d+:/, '')) };
}

function whyNotMeant(
  { advisory, affected }: AdvisoryEntry,
  item: Item,
  key: MatchKey,
): Spared | undefined {
  if (advisory.withdrawn !== undefined) return 'withdrawn';
  const isOfLine =
    isMeantStream(affected, item.module, key.version) && isMeantFlavour(affected, key.version);
  if (!isOfLine) return 'other module';
  const { architecture } = item;
  const isMeant =
    affected.architectures.length === 0 ||
    architecture === undefined ||
    ARCHITECTURE_INDEPENDENT.has(architecture) ||
    affected.architectures.some((one) => one === architecture || one === 'noarch') ||
    (key.via === 'source' && affected.architectures.includes(SOURCE_ARCHITECTURE));
  return isMeant ? undefined : 'other architecture';
}

const ARCHITECTURE_INDEPENDENT = new Set(['noarch', 'all', 'any']);

function judgementOf(
  verdict: Verdict,
  entry: AdvisoryEntry,
  key: MatchKey,
  ecosystem: Ecosystem,
): Judgement {
  if (verdict.kind === 'not affected') {
    return { kind: 'spared', entry, key, because: verdict.because };
  }
  if (verdict.kind === 'not comparable') {
    return { kind: 'not comparable', entry, key, texts: verdict.texts };
  }
  const { kind: _, ...decision } = verdict;
  return { kind: 'affected', match: { ...entry, key, scheme: ecosystem.versions.id, ...decision } };
}

/**
 * Red Hat says one thing of a release as a whole, another of its repositories and minor releases, in
 * one advisory. What is said of the minor release that an installed build is for counts before what is
 * said of others, and a repository's word before the release's where that names no fix.
 */
function nearest(judged: readonly Judgement[]): readonly Judgement[] {
  if (!judged.some((one) => one.kind === 'affected' && isRedHat(one.match))) return judged;
  const byAdvisory = Map.groupBy(judged, advisoryIdOf);
  return judged.filter((one) => {
    if (one.kind !== 'affected' || !isRedHat(one.match)) return true;
    const { match } = one;
    return !byAdvisory.get(match.advisory.id)?.some((other) => isNearer(other, match));
  });
}

function isNearer(other: Judgement, { affected, key }: Match): boolean {
  const namesFix = affected.status === 'fix_available';
  if (other.kind === 'affected') return !namesFix && other.match.fixedIn !== undefined;
  if (other.kind !== 'spared' || other.because !== 'outside') return false;
  const minor = minorReleaseOf(key.version);
  const fixes = other.entry.affected.ranges.flat();
  const isOfBuild = fixes.some(({ version }) => minorReleaseOf(version) === minor);
  return !namesFix || (minor !== undefined && isOfBuild);
}

function isRedHat({ affected }: AdvisoryEntry): boolean {
  return affected.namespace.startsWith('Red Hat:');
}

/** What the base release says, seen with what its channels say of the same advisory. */
function settle(judged: Judgement, same: readonly Judgement[]): Judgement {
  if (judged.kind !== 'affected') return judged;
  const fixed = same.find((one) => one.kind === 'spared' && one.because === 'outside');
  if (fixed?.kind === 'spared') return { ...fixed, because: 'fixed in channel' };
  const better = same.find((one) => one.kind === 'affected' && one.match.fixedIn !== undefined);
  return judged.match.fixedIn === undefined && better ? better : judged;
}

/** The id of the advisory that a judgement is on. */
export function advisoryIdOf(judgement: Judgement): string {
  return judgement.kind === 'affected' ? judgement.match.advisory.id : judgement.entry.advisory.id;
}

function candidateOf(
  ecosystem: Ecosystem,
  key: MatchKey,
): Candidate<unknown> & { readonly key: MatchKey } {
  return {
    key,
    text: key.version,
    normalized: ecosystem.normalizeVersion(key.version),
    version: ecosystem.versions.parse(key.version),
  };
}
