import {
  type Clock,
  type Failure,
  type Log,
  type Result,
  err,
  failure,
  ok,
} from '../base/index.ts';
import { rollBack } from './bundle.ts';
import { type Decisions, readDecisions, writeDecisions } from './decisions.ts';
import { type SnapshotEffect, anomaliesOf } from './effect.ts';
import { withLock } from './snapshot/lock.ts';
import { SnapshotStore, type StoredSnapshot } from './snapshot/store.ts';
import type { SnapshotSource } from './source.ts';

/** What the second would change where the first counts. */
export type Canary = (before: SnapshotSource, after: SnapshotSource) => Promise<SnapshotEffect>;

export interface ActivationOptions {
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly canary: Canary;
}

/** As `withLock` waits: longer than the slowest update. */
const WAIT_MS = 600_000;

/** Which of the snapshots in a folder counts: the newest, unless it looks wrong or a person said otherwise. */
export class Activation {
  readonly #options: ActivationOptions;
  readonly #store: SnapshotStore;

  constructor(options: ActivationOptions) {
    this.#options = options;
    this.#store = new SnapshotStore(options.folder);
  }

  decisions(): Decisions {
    return readDecisions(this.#options.folder);
  }

  /** Whether there is something to decide. */
  hasWaiting(): boolean {
    return this.#waiting() !== undefined;
  }

  /** Activates the newest snapshot, if it waits and nothing speaks against it. */
  async decide(): Promise<void> {
    const { canary, log } = this.#options;
    const waiting = this.#waiting();
    if (!waiting) return;
    const { active, newest } = waiting;
    const effect = await canary(this.#sourceOf(active), this.#sourceOf(newest));
    const reasons = anomaliesOf(effect);
    if (reasons.length === 0) {
      await this.#point(newest);
      return;
    }
    log.warn('advisories snapshot held', { number: newest.number, reasons: reasons.join('; ') });
    this.#note((decisions) => ({
      ...decisions,
      held: [...decisions.held, { number: newest.number, at: this.#now(), reasons }],
    }));
  }

  /** A newer one is activated, whatever was odd; an older one too, and pinned, for an update would undo that. */
  async switchTo(number: number): Promise<Result<StoredSnapshot, Failure>> {
    const active = this.#store.active();
    const stored = this.#store.byNumber(number);
    if (!stored.ok) return stored;
    const current = active.ok ? active.value?.number : undefined;
    if (number === current) {
      return err(
        failure('advisory.snapshot.active', `snapshot ${number} is the active one already`),
      );
    }
    if (current === undefined || number > current) return this.#point(stored.value);
    this.pin();
    return rollBack(this.#options.folder, number);
  }

  pin(): void {
    this.#note((decisions) => ({ ...decisions, pinnedAt: this.#now() }));
  }

  unpin(): void {
    this.#note(({ held }) => ({ held }));
  }

  /** The newest one, where it neither counts nor was held nor has to wait for the pin. */
  #waiting(): { readonly active: StoredSnapshot; readonly newest: StoredSnapshot } | undefined {
    const { pinnedAt, held } = this.decisions();
    const active = this.#store.active();
    const newest = this.#store.newestReadable();
    if (pinnedAt !== undefined || !active.ok || !active.value || !newest) return undefined;
    const isHeld = held.some(({ number }) => number === newest.number);
    if (newest.number <= active.value.number || isHeld) return undefined;
    return { active: active.value, newest };
  }

  #point(stored: StoredSnapshot): Promise<Result<StoredSnapshot, Failure>> {
    return withLock(this.#options.folder, WAIT_MS, () => {
      this.#store.point(stored);
      return Promise.resolve(ok(stored));
    });
  }

  #sourceOf({ number, digest }: StoredSnapshot): SnapshotSource {
    return { kind: 'stored', folder: this.#options.folder, number, digest, checked: [] };
  }

  #note(change: (decisions: Decisions) => Decisions): void {
    writeDecisions(this.#options.folder, change(this.decisions()));
  }

  #now(): string {
    return new Date(this.#options.clock.now()).toISOString();
  }
}
