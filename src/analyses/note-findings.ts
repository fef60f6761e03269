import type { Finding, Inventory } from '../model/index.ts';
import type { Digest } from '../model/index.ts';
import type {
  AnalysisRecords,
  FindingIdentity,
  FindingRecords,
  MatchesKeyOf,
  UnnotedRequest,
} from './ports.ts';
import type { Results } from './results.ts';

export interface NoteOptions {
  readonly records: Pick<AnalysisRecords, 'madeOf'>;
  readonly findings: FindingRecords;
  readonly results: Results;
}

/**
 * Writes into each repository's book what an image has: when it was seen first, and what the tag's
 * image before it had and this one has not. Done once for a request, however often it is called.
 */
export async function noteFindings(digest: Digest, options: NoteOptions): Promise<void> {
  const unnoted = await options.findings.unnoted(digest);
  if (unnoted.length === 0) return;
  const made = await options.records.madeOf(digest);
  const seen = made ? await identitiesOf(made, options.results) : [];
  for (const request of unnoted) await noteOne(digest, request, seen, options);
}

async function noteOne(
  digest: Digest,
  { requestId, repositoryId, tag, cause, before }: UnnotedRequest,
  seen: readonly FindingIdentity[],
  { findings, results }: NoteOptions,
): Promise<void> {
  const had = before ? await identitiesOf(before, results) : [];
  const isSame = before?.digest === digest;
  const opened = isSame ? [] : without(seen, had);
  const closed = isSame ? [] : without(had, seen);
  await findings.note({ requestId, repositoryId, tag, digest, cause, opened, closed, seen });
}

async function identitiesOf(
  { digest, analyzerRevision, matches: key }: MatchesKeyOf,
  results: Results,
): Promise<readonly FindingIdentity[]> {
  const [inventory, matches] = await Promise.all([
    results.inventory(digest, analyzerRevision),
    results.matches(key),
  ]);
  if (!inventory || !matches) return [];
  return distinct(matches.findings.flatMap((finding) => identityOf(finding, inventory)));
}

/** What is not counted in totals is in no book either. */
function identityOf(finding: Finding, { packages }: Inventory): FindingIdentity[] {
  const found = packages[finding.package]?.package;
  if (finding.hidden !== undefined || found === undefined) return [];
  return [
    {
      vulnerability: finding.id,
      packageType: found.ecosystem,
      packageName: found.name,
      severity: finding.severity,
    },
  ];
}

function keyOf({ vulnerability, packageType, packageName }: FindingIdentity): string {
  return `${vulnerability}\n${packageType}\n${packageName}`;
}

function distinct(findings: readonly FindingIdentity[]): readonly FindingIdentity[] {
  return [...new Map(findings.map((finding) => [keyOf(finding), finding])).values()];
}

function without(
  all: readonly FindingIdentity[],
  others: readonly FindingIdentity[],
): readonly FindingIdentity[] {
  const known = new Set(others.map(keyOf));
  return all.filter((finding) => !known.has(keyOf(finding)));
}
