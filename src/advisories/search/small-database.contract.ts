import type { Advisory, Affected, VulnerabilityContext } from '../../model/index.ts';
import { memorySnapshot } from '../snapshot/memory-snapshot.ts';
import { memoryContent } from './snapshot-content.ts';
import type { Described } from './describe-vulnerability.ts';
import { indexOf } from './vulnerability-index.ts';

/** An advisory on one package of npm, but for what is said otherwise. */
export function advisory(id: string, more: Partial<Advisory> = {}): Advisory {
  return {
    id,
    class: 'vulnerability',
    aliases: [],
    upstream: [],
    related: [],
    source: 'osv',
    summary: '',
    details: '',
    severities: [],
    weaknesses: [],
    published: '',
    modified: '2024-01-01T00:00:00Z',
    isUnreviewed: false,
    affected: [affected('npm', 'lodash')],
    references: [],
    ...more,
  };
}

export function affected(namespace: string, name: string, more: Partial<Affected> = {}): Affected {
  return {
    ecosystem: namespace.startsWith('Debian') ? 'deb' : 'npm',
    namespace,
    name,
    ranges: [
      [
        { kind: 'introduced', version: '0' },
        { kind: 'fixed', version: '4.17.21' },
      ],
    ],
    versions: [],
    status: 'fix_available',
    architectures: [],
    ...more,
  };
}

/** A database of a few advisories. */
export function smallDatabase(
  advisories: readonly Advisory[],
  contexts: Readonly<Record<string, Partial<VulnerabilityContext>>> = {},
): Described {
  const context = new Map(
    Object.entries(contexts).map(([id, more]) => [
      id,
      { severities: [], weaknesses: [], isRejected: false, ...more },
    ]),
  );
  const snapshot = memorySnapshot({
    number: 7,
    createdAt: '2026-01-01T00:00:00Z',
    isStarter: false,
    advisories,
    coverage: [],
    context,
    endOfLife: [],
  });
  const content = memoryContent(advisories, context, snapshot);
  const { number, digest, createdAt, isStarter } = snapshot;
  const ref = { number, digest, createdAt, isStarter };
  return { index: indexOf(content), content, snapshot, ref };
}
