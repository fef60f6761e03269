import type { AuditEntry } from '../../../api/contract/index.ts';

/** What a deed was done with: `plan: team, before: free`. */
export function detailText({ details }: Pick<AuditEntry, 'details'>): string {
  return Object.entries(details)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join(', ');
}
