import type { VulnerabilityContext } from '../../model/index.ts';
import { objectsAt, textAt } from '../json.ts';
import type { JsonObject } from '../json.ts';

/** Records on many products are about a vendor's whole line, and no package of a distribution. */
const PRODUCTS = 4;
const VERSIONS = 16;

/** Upstream's own versions: no commits, no distribution's revisions, no words. */
const VERSION = /^\d{1,9}(?:\.\d{1,9}){0,4}[a-z]?$/;

/** How GitHub writes a range where the form has a version: `>= 1.0, < 2.0`. */
const RANGE = /^>= ?([0-9a-z.]{1,60}), ?</;

/**
 * The versions in which a vulnerability came into its products, as far as the CVE record tells: where
 * an affected range begins, or an unaffected one that begins with all versions ends.
 *
 * https://cveproject.github.io/cve-schema/schema/docs/
 */
export function upstreamStartsOf(
  container: JsonObject,
): NonNullable<VulnerabilityContext['introducedUpstream']> {
  const byProduct = new Map<string, Set<string>>();
  for (const affected of objectsAt(container, 'affected')) {
    const product = textAt(affected, 'product').slice(0, 100);
    const ranges = objectsAt(affected, 'versions');
    // All earlier series have it too: where one begins is not where the flaw came in.
    if (ranges.some(isFromTheFirst)) continue;
    for (const start of ranges.map(startOf)) {
      if (product === '' || start === undefined) continue;
      const known = byProduct.get(product);
      if (known) known.add(start);
      else byProduct.set(product, new Set([start]));
    }
  }
  if (byProduct.size > PRODUCTS) return [];
  return [...byProduct].map(([product, starts]) => ({
    product,
    versions: [...starts].slice(0, VERSIONS),
  }));
}

function isFromTheFirst(range: JsonObject): boolean {
  const isAffected = textAt(range, 'status') === 'affected';
  return isAffected && /^[0.]+$/.test(textAt(range, 'version'));
}

function startOf(range: JsonObject): string | undefined {
  const version = textAt(range, 'version');
  const end = textAt(range, 'lessThan');
  const last = textAt(range, 'lessThanOrEqual');
  // curl lists every version as a range of its own.
  const isRange = end !== '' || (last !== '' && last !== version);
  if (textAt(range, 'status') === 'unaffected') return version === '0' ? versionIn(end) : undefined;
  if (textAt(range, 'status') !== 'affected') return undefined;
  return isRange ? versionIn(version) : versionIn(RANGE.exec(version)?.[1] ?? '');
}

/** Nothing of `0` and its like, which say that nobody knows. */
function versionIn(text: string): string | undefined {
  return VERSION.test(text) && /[1-9]/.test(text) ? text : undefined;
}
