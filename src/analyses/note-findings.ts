import type { Digest, Severity } from '../model/index.ts';
import { countBySeverity } from '../report/index.ts';
import { identityKey } from './finding-identities.ts';
import type { ImageWork } from './image-work.ts';
import type { AnalysisRecords, FindingIdentity, FindingRecords, UnnotedRequest } from './ports.ts';

export interface NoteOptions {
  readonly records: Pick<AnalysisRecords, 'madeOf'>;
  readonly findings: FindingRecords;
  readonly work: Pick<ImageWork, 'identities'>;
}

/**
 * Writes into each repository's book what an image has: when it was seen first, and what the tag's
 * image before it had and this one has not. Done once for a request, however often it is called.
 */
export async function noteFindings(digest: Digest, options: NoteOptions): Promise<void> {
  const unnoted = await options.findings.unnoted(digest);
  if (unnoted.length === 0) return;
  const made = await options.records.madeOf(digest);
  const seen = made ? await options.work.identities(made) : [];
  for (const request of unnoted) await noteOne(digest, request, seen, options);
}

async function noteOne(
  digest: Digest,
  { requestId, repositoryId, tag, cause, before }: UnnotedRequest,
  seen: readonly FindingIdentity[],
  { findings, work }: NoteOptions,
): Promise<void> {
  const had = before ? await work.identities(before) : [];
  // The same image says something else only where the advisories do.
  const isSame = before?.digest === digest && cause !== 'advisories';
  const opened = isSame ? [] : without(seen, had);
  const closed = isSame ? [] : without(had, seen);
  const change = before && { opened: countsOf(opened), closed: countsOf(closed) };
  const request = { requestId, repositoryId, tag, digest, cause, before: before?.digest };
  await findings.note({ ...request, opened, closed, change, seen });
}

function countsOf(identities: readonly FindingIdentity[]): Record<Severity, number> {
  return countBySeverity(identities.map(({ vulnerability: id, severity }) => ({ id, severity })));
}

function without(
  all: readonly FindingIdentity[],
  others: readonly FindingIdentity[],
): readonly FindingIdentity[] {
  const known = new Set(others.map(identityKey));
  return all.filter((finding) => !known.has(identityKey(finding)));
}
