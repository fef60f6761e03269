import type { IdempotencyRecords, KeptAnswer } from './idempotency.ts';

interface Row {
  readonly fingerprint: string;
  readonly at: Date;
  readonly answer?: KeptAnswer;
}

/** Keys of one process, for tests. */
export function idempotencyInMemory(): IdempotencyRecords & { readonly rows: Map<string, Row> } {
  const rows = new Map<string, Row>();
  return {
    rows,
    claim: (key, fingerprint, now, staleBefore, deadBefore) => {
      const row = rows.get(key);
      if (!row || row.at < (row.answer ? staleBefore : deadBefore)) {
        rows.set(key, { fingerprint, at: now });
        return Promise.resolve({ kind: 'claimed' });
      }
      if (row.fingerprint !== fingerprint) return Promise.resolve({ kind: 'reused' });
      return Promise.resolve(
        row.answer ? { kind: 'answered', answer: row.answer } : { kind: 'in-progress' },
      );
    },
    settle: (key, answer) => {
      const row = rows.get(key);
      if (row) rows.set(key, { ...row, answer });
      return Promise.resolve();
    },
    release: (key) => {
      rows.delete(key);
      return Promise.resolve();
    },
  };
}
