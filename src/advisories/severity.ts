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

/** Values that a metric can have, a letter each, by the metric. */
type Metrics = Readonly<Record<string, string>>;

const VERSION_2: Metrics = { AV: 'LAN', AC: 'HML', Au: 'MSN', C: 'NPC', I: 'NPC', A: 'NPC' };

const VERSION_3: Metrics = {
  AV: 'NALP',
  AC: 'LH',
  PR: 'NLH',
  UI: 'NR',
  S: 'UC',
  C: 'NLH',
  I: 'NLH',
  A: 'NLH',
};

const VERSION_4: Metrics = {
  AV: 'NALP',
  AC: 'LH',
  AT: 'NP',
  PR: 'NLH',
  UI: 'NPA',
  VC: 'HLN',
  VI: 'HLN',
  VA: 'HLN',
  SC: 'HLN',
  SI: 'HLN',
  SA: 'HLN',
};

/** The base metrics of each version, by what its vectors begin with. */
const BASE_METRICS: ReadonlyMap<string, Metrics> = new Map([
  ['', VERSION_2],
  ['CVSS:3.0', VERSION_3],
  ['CVSS:3.1', VERSION_3],
  ['CVSS:4.0', VERSION_4],
]);

function computeScore(vector: string): number | undefined {
  const base = vector.length > VECTOR_CHARS ? undefined : baseVectorOf(vector);
  if (base === undefined) return undefined;
  const score = cvss.fromVector(base)?.calculateScores(false).base;
  return score !== undefined && Number.isFinite(score) ? score : undefined;
}

/** The base metrics of a vector alone; `undefined`: one is missing, twice there, or has no such value. */
function baseVectorOf(vector: string): string | undefined {
  const parts = vector.split('/');
  const version = vector.startsWith('CVSS:') ? (parts.shift() ?? '') : '';
  const metrics = BASE_METRICS.get(version);
  if (metrics === undefined) return undefined;
  const base = Object.entries(metrics).map(([metric, values]) => {
    const [part = '', ...others] = parts.filter((own) => own.startsWith(`${metric}:`));
    const value = part.slice(metric.length + 1);
    return value.length === 1 && values.includes(value) && others.length === 0 ? part : '';
  });
  if (base.includes('')) return undefined;
  return [...(version === '' ? [] : [version]), ...base].join('/');
}

function isVersion2(vector: string): boolean {
  return !vector.startsWith('CVSS:');
}
