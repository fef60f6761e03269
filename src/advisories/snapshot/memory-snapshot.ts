import { createHash } from 'node:crypto';
import { parseDigest } from '../../model/index.ts';
import type {
  Advisory,
  AdvisoryEntry,
  AdvisoryHead,
  AdvisorySnapshot,
  AdvisoryTexts,
  Digest,
  EndOfLife,
  NamespaceCoverage,
  VulnerabilityContext,
} from '../../model/index.ts';

/** What a snapshot that is held as plain objects is made of. */
export interface SnapshotFacts {
  readonly number: number;
  readonly createdAt: string;
  readonly isStarter: boolean;
  readonly advisories: readonly Advisory[];
  readonly coverage: readonly NamespaceCoverage[];
  readonly context: ReadonlyMap<string, VulnerabilityContext>;
  readonly endOfLife: readonly EndOfLife[];
}

/** A snapshot held as plain objects: for few advisories. Its digest is of the advisories. */
export function memorySnapshot(facts: SnapshotFacts): AdvisorySnapshot {
  const entries = new Map<string, AdvisoryEntry[]>();
  const about = new Map<string, AdvisoryEntry[]>();
  for (const advisory of facts.advisories) {
    const head = headOf(advisory);
    const own = advisory.affected.map((affected) => ({ advisory: head, affected }));
    for (const entry of own) {
      append(entries, `${entry.affected.namespace}\n${entry.affected.name}`, entry);
    }
    const ids = new Set([advisory.id, ...advisory.aliases, ...advisory.upstream]);
    for (const id of ids) append(about, id, ...own);
  }
  const byId = new Map(facts.advisories.map((advisory) => [advisory.id, advisory]));
  const coverage = new Map(facts.coverage.map((covered) => [covered.namespace, covered]));
  const endOfLife = new Map(facts.endOfLife.map((end) => [end.namespace, end]));
  return {
    number: facts.number,
    digest: digestOf(JSON.stringify(facts.advisories)),
    createdAt: facts.createdAt,
    isStarter: facts.isStarter,
    coverageOf: (namespace) => coverage.get(namespace),
    entriesOf: (namespace, name) => entries.get(`${namespace}\n${name}`) ?? [],
    entriesAbout: (vulnerability) => about.get(vulnerability) ?? [],
    contextOf: (vulnerability) => facts.context.get(vulnerability),
    textsOf: (id) => textsOf(byId.get(id)),
    endOfLifeOf: (namespace) => endOfLife.get(namespace),
  };
}

/** What of an advisory decides a match and names the finding. */
export function headOf(advisory: Advisory): AdvisoryHead {
  const { id, class: kind, aliases, upstream, source, severities, modified } = advisory;
  const { withdrawn, isUnreviewed } = advisory;
  return {
    id,
    class: kind,
    aliases,
    upstream,
    source,
    severities,
    modified,
    isUnreviewed,
    ...(withdrawn !== undefined && { withdrawn }),
  };
}

/** `sha256:...` of bytes, or of a text in UTF-8. */
export function digestOf(content: string | Uint8Array): Digest {
  const digest = parseDigest(`sha256:${createHash('sha256').update(content).digest('hex')}`);
  if (digest === undefined) throw new Error('sha256 made no digest');
  return digest;
}

function textsOf(advisory: Advisory | undefined): AdvisoryTexts | undefined {
  if (advisory === undefined) return undefined;
  const { summary, details, published, references, weaknesses } = advisory;
  return { summary, details, published, references, weaknesses };
}

function append<Value>(map: Map<string, Value[]>, key: string, ...values: readonly Value[]): void {
  const listed = map.get(key);
  if (listed) listed.push(...values);
  else map.set(key, [...values]);
}
