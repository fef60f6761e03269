import type { TokenRow } from '../../accounts/index.ts';
import type { PushChange } from '../../analyses/index.ts';
import type { ImageChange, SeverityCounts, Token } from '../contract/operations.ts';

/** Times go out as RFC 3339 in UTC; the modules have milliseconds. */
export function timeText(at: number | Date): string {
  return new Date(at).toISOString();
}

/** `{ [key]: time }`, or nothing where there is none. */
export function optionalTime<Key extends string>(
  key: Key,
  at: number | undefined,
): Partial<Record<Key, string>> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a computed key loses its name
  return (at === undefined ? {} : { [key]: timeText(at) }) as Partial<Record<Key, string>>;
}

export function tokenOf(row: TokenRow): Token {
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes,
    ending: row.ending,
    createdAt: timeText(row.createdAt),
    ...optionalTime('lastUsedAt', row.lastUsedAt),
    ...optionalTime('expiresAt', row.expiresAt),
  };
}

export function imageChange({ before, at, opened, closed }: PushChange): ImageChange {
  return { before, at, opened: severityCounts(opened), closed: severityCounts(closed) };
}

/** Critical, high, medium, low, and all that nobody has rated. */
export function severityCounts({
  critical,
  high,
  medium,
  low,
  unknown,
}: SeverityCounts): SeverityCounts {
  return { critical, high, medium, low, unknown };
}
