import type { PlanState, Plan } from '../accounts/index.ts';

/** Milliseconds as the database has them. */
export function time(milliseconds: number): Date {
  return new Date(milliseconds);
}

export function milliseconds(time: Date | null): number | undefined {
  return time === null ? undefined : time.getTime();
}

export function planStateOf(row: {
  readonly plan: Plan;
  readonly results_readable_until: Date | null;
}): PlanState {
  const until = milliseconds(row.results_readable_until);
  return { plan: row.plan, ...(until !== undefined && { resultsReadableUntil: until }) };
}

/** A pattern of LIKE for texts that hold this one, whatever is in it. */
export function containing(text: string): string {
  return `%${literal(text)}%`;
}

/** A pattern of LIKE, of one where `*` stands for any text. */
export function likePattern(pattern: string): string {
  return pattern.split('*').map(literal).join('%');
}

function literal(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`);
}

/** SQLSTATE 23505: another row has the name or the address. */
export async function orTaken<Value>(work: Promise<Value>): Promise<Value | 'taken'> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '23505') return 'taken';
    throw error;
  }
}
