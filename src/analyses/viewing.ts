import { type Failure, err, failure } from '../base/index.ts';
import type { Analyses } from './analyses.ts';
import { readContents } from './image-contents.ts';
import type { FindingRecords } from './ports.ts';
import { type ReadingOptions, statesOf, targetOf } from './reading.ts';
import { createReportViews } from './report-view.ts';

export const UNKNOWN: Failure = failure(
  'analyses.unknown',
  'the repository has no such tag or manifest',
);

type Viewing = 'view' | 'contents' | 'statesOf' | 'firstSeen' | 'lastChange' | 'history';

/** What pages show of images and their results, a part at a time. */
export function viewing(
  world: ReadingOptions & { readonly findings: FindingRecords },
): Pick<Analyses, Viewing> {
  const { records, findings } = world;
  const views = createReportViews();
  return {
    async contents(repositoryId, reference, asked = {}) {
      const target = await targetOf(repositoryId, reference, world);
      return target ? readContents(target, asked, world) : err(UNKNOWN);
    },
    async view(repositoryId, reference, asked = {}) {
      const target = await targetOf(repositoryId, reference, world);
      return target ? views.read(target, asked, world) : err(UNKNOWN);
    },
    statesOf: (repositoryId, digests) => statesOf(repositoryId, digests, world),
    firstSeen: (repositoryId, names) => findings.firstSeen(repositoryId, names),
    async lastChange(repositoryId, tag, digest) {
      const found = await findings.lastChange(repositoryId, tag, digest);
      if (found === undefined) return undefined;
      const { requestId, ...change } = found;
      return { ...change, findings: () => findings.openedBy(requestId) };
    },
    async history(repositoryId, digest) {
      const rows = await records.history(repositoryId, digest);
      return rows.map(({ at, answer, tag, change, ...row }) => ({
        ...row,
        at: at.toISOString(),
        state: answer ?? { kind: 'queued', position: 0 },
        ...(tag !== undefined && { tag }),
        ...(change && { change }),
      }));
    },
  };
}
