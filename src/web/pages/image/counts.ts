import type { SeverityCounts, Summary } from '../../../api/contract/index.ts';

const SHOWN = ['critical', 'high', 'medium', 'low', 'unknown'] as const;

/** In the one order that people see them in. */
export function countsOf({ bySeverity }: Summary): SeverityCounts {
  const of = (name: string): number => bySeverity[name] ?? 0;
  return {
    critical: of('critical'),
    high: of('high'),
    medium: of('medium'),
    low: of('low'),
    unknown: of('unknown'),
  };
}

/** How many more of each there are than before; what is the same is left out. */
export function countsSince(before: Summary, after: Summary): Partial<SeverityCounts> {
  const [old, now] = [countsOf(before), countsOf(after)];
  return Object.fromEntries(
    SHOWN.flatMap((name) => (now[name] === old[name] ? [] : [[name, now[name] - old[name]]])),
  );
}
