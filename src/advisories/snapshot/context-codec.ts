import { SEVERITIES } from '../../model/index.ts';
import type { SeverityRating, VulnerabilityContext } from '../../model/index.ts';
import { isObject, objectAt, objectsAt, textAt, textsAt } from '../json.ts';
import type { JsonObject } from '../json.ts';

/** What EPSS says of one vulnerability. */
export type EpssContext = NonNullable<VulnerabilityContext['epss']>;

/** What CISA's catalog of known exploited vulnerabilities says of one. */
export type KevContext = NonNullable<VulnerabilityContext['kev']>;

/** What the CVE record says, with CISA's additions. */
export type CveContext = Omit<VulnerabilityContext, 'epss' | 'kev'>;

/** One context of what the sources `epss`, `kev`, `cve` and `nvd` each wrote of a vulnerability, as JSON. */
export function readContext(values: ReadonlyMap<string, unknown>): VulnerabilityContext {
  const epss = values.get('epss');
  const kev = values.get('kev');
  const [cve, nvd] = ['cve', 'nvd'].map((source) => {
    const value = values.get(source);
    return isObject(value) ? readCve(value) : undefined;
  });
  return {
    ...both(cve ?? NOTHING, nvd ?? NOTHING),
    ...(isObject(epss) && { epss: readEpss(epss) }),
    ...(isObject(kev) && { kev: readKev(kev) }),
  };
}

const NOTHING: CveContext = { severities: [], weaknesses: [], isRejected: false };

/** The CVE record itself counts for what both say, but for ratings, of which each has its own. */
function both(cve: CveContext, nvd: CveContext): CveContext {
  return {
    ...nvd,
    ...cve,
    severities: [...cve.severities, ...nvd.severities],
    weaknesses: [...new Set([...cve.weaknesses, ...nvd.weaknesses])],
    isRejected: cve.isRejected || nvd.isRejected,
  };
}

function readEpss(value: JsonObject): EpssContext {
  return { probability: numberAt(value, 'probability'), percentile: numberAt(value, 'percentile') };
}

function readKev(value: JsonObject): KevContext {
  const dueAt = textAt(value, 'dueAt');
  return {
    addedAt: textAt(value, 'addedAt'),
    ...(dueAt !== '' && { dueAt }),
    usedByRansomware: value['usedByRansomware'] === true,
  };
}

function readCve(value: JsonObject): CveContext {
  const title = textAt(value, 'title');
  const starts = objectsAt(value, 'introducedUpstream').map((start) => ({
    product: textAt(start, 'product'),
    versions: textsAt(start, 'versions'),
  }));
  const ssvc = Object.entries(objectAt(value, 'ssvc')).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return {
    severities: objectsAt(value, 'severities').map(readRating),
    weaknesses: textsAt(value, 'weaknesses'),
    isRejected: value['isRejected'] === true,
    ...(ssvc.length > 0 && { ssvc: Object.fromEntries(ssvc) }),
    ...(title !== '' && { title }),
    ...(starts.length > 0 && { introducedUpstream: starts }),
  };
}

function readRating(value: JsonObject): SeverityRating {
  const label = textAt(value, 'severity');
  const vector = textAt(value, 'vector');
  const score = value['score'];
  return {
    source: textAt(value, 'source'),
    severity: SEVERITIES.find((severity) => severity === label) ?? 'unknown',
    ...(vector !== '' && { vector }),
    ...(typeof score === 'number' && { score }),
  };
}

function numberAt(object: JsonObject, key: string): number {
  const value = object[key];
  return typeof value === 'number' ? value : 0;
}
