import cvss from 'ae-cvss-calculator';
import type { Severity, SeverityRating } from '../model/index.ts';

/** Makes a rating of a CVSS vector; `undefined` of a text that is none. */
export type Rater = (source: string, vector: string) => SeverityRating | undefined;

/** Vectors repeat: a feed of 30,000 records has some 3,000. */
const REMEMBERED = 20_000;

/** The longest CVSS 4.0 vector with every metric is 213 characters. */
const VECTOR_CHARS = 256;

/** A rater that computes each vector once. Scores are base scores, for v2, v3.x and v4.0. */
export function createRater(): Rater {
  const scores = new Map<string, number | undefined>();
  const scoreOf = (vector: string): number | undefined => {
    if (!scores.has(vector)) {
      if (scores.size >= REMEMBERED) scores.clear();
      scores.set(vector, computeScore(vector));
    }
    return scores.get(vector);
  };
  return (source, vector) => {
    const score = scoreOf(vector);
    if (score === undefined) return undefined;
    return { source, severity: bandOf(score, isVersion2(vector)), vector, score };
  };
}

/**
 * The qualitative rating of a base score. CVSS 2 knows no critical, and none is made of it.
 *
 * https://www.first.org/cvss/v4-0/specification-document#Qualitative-Severity-Rating-Scale
 */
export function bandOf(score: number, isV2 = false): Severity {
  if (score <= 0) return isV2 ? 'low' : 'none';
  if (score < 4) return 'low';
  if (score < 7) return 'medium';
  if (score < 9 || isV2) return 'high';
  return 'critical';
}

const LABELS: ReadonlyMap<string, Severity> = new Map([
  ['critical', 'critical'],
  ['important', 'high'],
  ['high', 'high'],
  ['moderate', 'medium'],
  ['medium', 'medium'],
  ['low', 'low'],
  ['minor', 'low'],
  ['negligible', 'negligible'],
  ['unimportant', 'negligible'],
  ['none', 'none'],
]);

/** A severity by the word that feeds use for it; `undefined` of `untriaged` and the like. */
export function severityByLabel(label: string): Severity | undefined {
  return LABELS.get(label.trim().toLowerCase());
}

function computeScore(vector: string): number | undefined {
  if (vector.length > VECTOR_CHARS) return undefined;
  try {
    const score = cvss.fromVector(vector)?.calculateScores(false).base;
    return score !== undefined && Number.isFinite(score) ? score : undefined;
  } catch {
    return undefined;
  }
}

function isVersion2(vector: string): boolean {
  return !vector.startsWith('CVSS:') || vector.startsWith('CVSS:2');
}
