import type { Health, HealthFinding } from '../../../api/contract/index.ts';

const ORDER: Readonly<Record<HealthFinding['kind'], number>> = { problem: 0, warning: 1, fine: 2 };

/** Everything that was looked at, what is wrong first; a check that fails is a problem. */
export function healthRows({ checks, findings }: Health): readonly HealthFinding[] {
  const rows: HealthFinding[] = checks.map(({ name, isFine, detail }) => ({
    name,
    kind: isFine ? 'fine' : 'problem',
    what: detail ?? (isFine ? 'answers' : 'does not answer'),
    ...(!isFine && { help: 'look into the log of the server, and at what it runs on' }),
  }));
  return [...rows, ...findings].toSorted((left, right) => ORDER[left.kind] - ORDER[right.kind]);
}

/** One line for all of it. */
export function healthTitle(rows: readonly HealthFinding[]): string {
  const count = (kind: HealthFinding['kind']): number =>
    rows.filter((row) => row.kind === kind).length;
  const problems = count('problem');
  const warnings = count('warning');
  if (problems === 0 && warnings === 0) return 'All is well';
  const parts = [
    ...(problems > 0 ? [problems === 1 ? '1 problem' : `${problems} problems`] : []),
    ...(warnings > 0 ? [warnings === 1 ? '1 warning' : `${warnings} warnings`] : []),
  ];
  return parts.join(', ');
}
