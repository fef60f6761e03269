import type {
  AffectedPackage,
  AffectedStatement,
  RangeEvent,
} from '../../../api/contract/index.ts';
import type { FilterOption } from '../../design/filter-bar.tsx';

/** One source’s word on one package. */
export interface AffectedRow {
  readonly key: string;
  readonly namespace: string;
  readonly name: string;
  readonly statement: AffectedStatement;
}

/** What each vendor’s status means, in few words. */
export const STATUS_WORDS: Readonly<Record<AffectedStatement['status'], string>> = {
  fix_available: 'fix available',
  affected: 'affected, no fix',
  will_not_fix: 'will not be fixed',
  fix_deferred: 'fix deferred',
  end_of_life: 'end of life',
  under_investigation: 'investigated',
  not_affected: 'not affected',
};

export function affectedRows(
  affected: readonly AffectedPackage[],
  filter: { readonly text?: string | undefined; readonly family?: string | undefined },
): readonly AffectedRow[] {
  const text = filter.text?.toLowerCase() ?? '';
  return affected
    .filter(({ name }) => name.toLowerCase().includes(text))
    .filter(({ namespace }) => [undefined, familyOf(namespace)].includes(filter.family))
    .flatMap(({ namespace, type, name, statements }) =>
      statements.map((statement, at) => ({
        key: `${namespace} ${type} ${name} ${at}`,
        namespace,
        name,
        statement,
      })),
    );
}

/** `Debian:12` is of the family Debian. */
function familyOf(namespace: string): string {
  return namespace.split(':', 1)[0] ?? namespace;
}

/** To choose from, with how many rows each has. */
export function familiesOf(rows: readonly AffectedRow[]): readonly FilterOption[] {
  const counts = new Map<string, number>();
  for (const { namespace } of rows) {
    const family = familyOf(namespace);
    counts.set(family, (counts.get(family) ?? 0) + 1);
  }
  return [...counts]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([value, count]) => ({ value, text: value, count }));
}

/** `2.13.0 → 2.17.1`, `all earlier → 1.2`, `2.0 → no fix`, `2.0 … 2.3.1`. */
export function rangeText(events: readonly RangeEvent[]): string {
  const versionOf = (kind: RangeEvent['kind']): string | undefined =>
    events.find((event) => event.kind === kind)?.version;
  const introduced = versionOf('introduced') ?? '0';
  const from = introduced === '0' ? 'all earlier' : introduced;
  const last = versionOf('lastAffected');
  if (last !== undefined) return `${from} … ${last}`;
  const end = versionOf('fixed') ?? versionOf('limit');
  return `${from} → ${end ?? 'no fix'}`;
}
