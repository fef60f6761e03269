import type { Analyzer } from '../analyzer/index.ts';
import type { SnapshotSource } from '../advisories/index.ts';
import type { AdvisorySnapshot, Digest, Inventory } from '../model/index.ts';
import type { BaseRisk, OnOtherBase } from '../recommend/index.ts';
import { type Report, type Summary, compareReports } from '../report/index.ts';

/** Three images that were analyzed: one, what it is built on, and what it could be built on. */
export interface PredictRequest {
  readonly image: Digest;
  readonly base: Digest;
  readonly other: Digest;
  readonly snapshot: SnapshotSource;
}

/** What an image is expected to be on another base, by the advisories of now. */
export interface BasePrediction {
  /** Of the image as it is. */
  readonly present: Summary;
  readonly predicted: Summary;
  /** Findings that are not there any more, and that are new. */
  readonly gone: number;
  readonly added: number;
  readonly risks: readonly BaseRisk[];
}

/** Matches the image as it is and as it would be. */
export function predictOnBase(
  image: Inventory,
  { inventory, risks }: OnOtherBase,
  snapshot: AdvisorySnapshot,
  analyzer: Pick<Analyzer, 'report'>,
): BasePrediction {
  const present = analyzer.report(image, NO_IMAGE, snapshot);
  const predicted = analyzer.report(inventory, NO_IMAGE, snapshot);
  const { closed, opened } = compareReports(present, predicted);
  return {
    present: present.summary,
    predicted: predicted.summary,
    gone: closed.length,
    added: opened.length,
    risks,
  };
}

/** What differs between references bears on no finding. */
const NO_IMAGE: Report['image'] = {
  reference: '',
  kind: 'registry',
  compressedSize: 0,
  size: 0,
  labels: {},
};
