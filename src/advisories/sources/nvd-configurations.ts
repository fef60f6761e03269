import { CVE_PRODUCTS } from '../../ecosystems/index.ts';
import type { Affected, RangeEvent } from '../../model/index.ts';
import { objectsAt, textAt } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { parseCpe } from './cpe.ts';
import { affectedProduct, UPSTREAM_VERSION } from './cve-products.ts';
import type { Said } from './cve-products.ts';

/** Of one record; the largest real ones, on kernels and firmware, have some 5,000. */
const CRITERIA = 10_000;

/** A system that every image runs on. */
const LINUX = /^cpe:2\.3:o:(?:linux:linux_kernel|\*:\*|-:-):/;

/**
 * What NVD's configurations say of the curated products. A configuration that asks for something
 * besides (another program, hardware, another system than Linux) says nothing of an image; nor does a
 * criterion without any bound, which NVD writes where nobody looked at versions.
 *
 * https://nvd.nist.gov/developers/vulnerabilities
 */
export function affectedByConfigurations(configurations: readonly JsonObject[]): Affected[] {
  const products = new Map<string, { ranges: (readonly RangeEvent[])[]; versions: string[] }>();
  const criteria = configurations.flatMap(criteriaOf).slice(0, CRITERIA);
  for (const criterion of criteria) {
    const cpe = parseCpe(textAt(criterion, 'criteria'));
    const name = cpe?.isOnLinux ? CVE_PRODUCTS.get(cpe.product) : undefined;
    if (cpe === undefined || name === undefined) continue;
    const said = products.get(name) ?? { ranges: [], versions: [] };
    products.set(name, said);
    const range = cpe.version === '*' ? rangeOf(criterion) : undefined;
    if (range) said.ranges.push(range);
    else if (UPSTREAM_VERSION.test(cpe.version)) said.versions.push(versionOf(cpe));
  }
  return [...products].flatMap(([name, said]) => (isSaid(said) ? affectedProduct(name, said) : []));
}

function isSaid({ ranges, versions }: Said): boolean {
  return ranges.length > 0 || versions.length > 0;
}

/** Those that a configuration calls vulnerable, if it is met by any image that has one of them. */
function criteriaOf(configuration: JsonObject): readonly JsonObject[] {
  const nodes = objectsAt(configuration, 'nodes');
  if (configuration['negate'] === true || nodes.some((node) => node['negate'] === true)) return [];
  const vulnerable = nodes.map((node) => objectsAt(node, 'cpeMatch').filter(isVulnerable));
  const asked = nodes.filter((_, index) => vulnerable[index]?.length === 0);
  const isAnd = textAt(configuration, 'operator') === 'AND' && nodes.length > 1;
  const isMet = vulnerable.filter((one) => one.length > 0).length === 1 && asked.every(isOfLinux);
  return isAnd && !isMet ? [] : vulnerable.flat();
}

function isVulnerable(match: JsonObject): boolean {
  return match['vulnerable'] === true;
}

function isOfLinux(node: JsonObject): boolean {
  return objectsAt(node, 'cpeMatch').some((match) => LINUX.test(textAt(match, 'criteria')));
}

/** A start that is left out itself has no event of its own: it is taken in. */
function rangeOf(criterion: JsonObject): readonly RangeEvent[] | undefined {
  const from = textAt(criterion, 'versionStartIncluding');
  const after = textAt(criterion, 'versionStartExcluding');
  const fixed = textAt(criterion, 'versionEndExcluding');
  const last = textAt(criterion, 'versionEndIncluding');
  const bounds = [from, after, fixed, last].filter((text) => text !== '');
  if (bounds.length === 0 || !bounds.every((text) => UPSTREAM_VERSION.test(text))) return undefined;
  const start: RangeEvent = { kind: 'introduced', version: from || after || '0' };
  if (fixed !== '') return [start, { kind: 'fixed', version: fixed }];
  return last === '' ? [start] : [start, { kind: 'lastAffected', version: last }];
}

function versionOf({ version, update }: { version: string; update: string }): string {
  return update === '*' || update === '-' || update === '' ? version : `${version}-${update}`;
}
