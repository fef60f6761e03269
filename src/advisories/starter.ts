import { isObject } from './json.ts';
import { BUILT_IN_END_OF_LIFE } from './end-of-life.ts';
import type { Advisory, AdvisorySnapshot, NamespaceCoverage } from '../model/index.ts';
import { createRater } from './severity.ts';
import { STARTER_CONTEXT } from './starter-context.ts';
import { memorySnapshot } from './snapshot/memory-snapshot.ts';
import { readOsv } from './sources/osv.ts';

/** When the starter feed was last looked over. */
const EDITED_AT = '2026-11-23T00:00:00Z';

/**
 * The feed that ships with the product: some 130 well-known vulnerabilities, so that a first run
 * without a network finds what is worst. Facts and sources are public, the words are ours.
 */
export async function starterSnapshot(): Promise<AdvisorySnapshot> {
  const advisories = await starterAdvisories();
  return memorySnapshot({
    number: 0,
    createdAt: EDITED_AT,
    isStarter: true,
    advisories,
    coverage: coverageOf(advisories),
    context: STARTER_CONTEXT,
    endOfLife: BUILT_IN_END_OF_LIFE,
  });
}

/** Its records. Throws of one that cannot be read: they are part of the program. */
export async function starterAdvisories(): Promise<readonly Advisory[]> {
  const rate = createRater();
  const records: readonly unknown[] = (await Promise.all(files())).flatMap((file) => file.default);
  return records.map((record) => {
    const parsed = readOsv(isObject(record) ? record : {}, 'starter', rate);
    if (!parsed.ok) throw new Error(`starter feed: ${parsed.error.message}`);
    return { ...parsed.value, source: 'starter' };
  });
}

/** Imported when they are needed: most runs have a snapshot. */
function files(): readonly Promise<{ readonly default: readonly unknown[] }>[] {
  return [
    import('./starter/cargo.json', { with: { type: 'json' } }),
    import('./starter/gem.json', { with: { type: 'json' } }),
    import('./starter/golang.json', { with: { type: 'json' } }),
    import('./starter/maven.json', { with: { type: 'json' } }),
    import('./starter/npm.json', { with: { type: 'json' } }),
    import('./starter/operating-systems.json', { with: { type: 'json' } }),
    import('./starter/pypi.json', { with: { type: 'json' } }),
  ];
}

function coverageOf(advisories: readonly Advisory[]): readonly NamespaceCoverage[] {
  const records = new Map<string, number>();
  for (const { affected } of advisories) {
    for (const namespace of new Set(affected.map((entry) => entry.namespace))) {
      records.set(namespace, (records.get(namespace) ?? 0) + 1);
    }
  }
  return [...records].map(([namespace, count]) => ({
    namespace,
    source: 'starter',
    listsUnfixed: false,
    records: count,
    fetchedAt: EDITED_AT,
    newestAt: EDITED_AT,
  }));
}
