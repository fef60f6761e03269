import { createHash } from 'node:crypto';
import type { Clock } from '../base/index.ts';
import { ProblemError } from './problem.ts';

/** https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/ */
export const KEY_PATTERN: RegExp = /^[\x21-\x7E]{8,128}$/;

/** As long as a client could sensibly try again. */
export const KEPT_MS: number = 24 * 60 * 60 * 1000;

/** A request whose process died holds its key no longer than this. */
export const WORKING_MS = 60_000;

/** What was answered, so that a second request with the key gets the same. */
export interface KeptAnswer {
  readonly status: number;
  /** JSON text; absent where the answer has none, or a secret that is shown only once. */
  readonly body?: string;
  readonly hasSecret: boolean;
}

export type Claim =
  | { readonly kind: 'claimed' }
  | { readonly kind: 'in-progress' }
  | { readonly kind: 'reused' }
  | { readonly kind: 'answered'; readonly answer: KeptAnswer };

/** Keys that were used, in a store that all processes share. */
export interface IdempotencyRecords {
  /** One of those who ask at the same time gets `claimed`. `fingerprint`: what the request says. */
  claim(
    key: string,
    fingerprint: string,
    now: Date,
    staleBefore: Date,
    deadBefore: Date,
  ): Promise<Claim>;
  /** Keeps the answer. */
  settle(key: string, answer: KeptAnswer): Promise<void>;
  /** Gives the key back: the request did nothing. */
  release(key: string): Promise<void>;
}

export interface IdempotentRequest {
  /** Who asks: keys of others are other keys. */
  readonly actor: string;
  readonly key: string;
  /** Method, path, query and body. */
  readonly content: readonly string[];
}

/**
 * Does the work once for a key. What failed (4xx, 5xx) did nothing and may be tried again with the
 * same key.
 */
export async function once(
  request: IdempotentRequest,
  records: IdempotencyRecords,
  clock: Clock,
  work: () => Promise<KeptAnswer>,
): Promise<KeptAnswer> {
  const { actor, key, content } = request;
  if (!KEY_PATTERN.test(key)) {
    throw new ProblemError(
      'request.invalid',
      'Idempotency-Key must be 8 to 128 visible characters',
    );
  }
  const stored = digestOf([actor, key]);
  const now = clock.now();
  const claim = await records.claim(
    stored,
    digestOf(content),
    new Date(now),
    new Date(now - KEPT_MS),
    new Date(now - WORKING_MS),
  );
  if (claim.kind === 'in-progress') throw new ProblemError('idempotency.in-progress');
  if (claim.kind === 'reused') throw new ProblemError('idempotency.reused');
  if (claim.kind === 'answered') {
    if (claim.answer.hasSecret) throw new ProblemError('idempotency.secret-not-kept');
    return claim.answer;
  }
  try {
    const answer = await work();
    await records.settle(stored, withoutSecret(answer));
    return answer;
  } catch (error) {
    await records.release(stored);
    throw error;
  }
}

function withoutSecret(answer: KeptAnswer): KeptAnswer {
  return answer.hasSecret ? { status: answer.status, hasSecret: true } : answer;
}

function digestOf(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
