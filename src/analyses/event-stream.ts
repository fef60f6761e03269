import type { EventFilter } from './analyses.ts';
import type { AnalysisEvent } from './events.ts';

/** Events that a reader who does not keep up has waiting; then the oldest are dropped. */
const MOST_WAITING = 1000;

type Listener = (event: AnalysisEvent) => void;

/** Hands events to those who look on in this process. */
export class EventStream {
  readonly #listeners = new Set<Listener>();

  get hasListeners(): boolean {
    return this.#listeners.size > 0;
  }

  emit(event: AnalysisEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** From the moment of the call on. */
  events({ repositoryIds }: EventFilter, signal: AbortSignal): AsyncIterable<AnalysisEvent> {
    const wanted = repositoryIds && new Set(repositoryIds);
    const waiting = new Waiting();
    const listener: Listener = (event) => {
      if (!wanted || isOf(event, wanted)) waiting.push(event);
    };
    this.#listeners.add(listener);
    const stop = (): void => {
      this.#listeners.delete(listener);
      waiting.end();
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    return waiting.drain();
  }
}

/** Events between the one who says them and the one who reads them. */
class Waiting {
  readonly #events: AnalysisEvent[] = [];
  #isEnded = false;
  #wake = Promise.withResolvers<void>();

  push(event: AnalysisEvent): void {
    this.#events.push(event);
    if (this.#events.length > MOST_WAITING) this.#events.shift();
    this.#wake.resolve();
  }

  end(): void {
    this.#isEnded = true;
    this.#wake.resolve();
  }

  async *drain(): AsyncGenerator<AnalysisEvent> {
    while (!this.#isEnded) {
      const event = this.#events.shift();
      if (event) {
        yield event;
        continue;
      }
      await this.#wake.promise;
      this.#wake = Promise.withResolvers();
    }
  }
}

function isOf(event: AnalysisEvent, wanted: ReadonlySet<number>): boolean {
  switch (event.kind) {
    case 'state':
      return event.repositoryIds.some((id) => wanted.has(id));
    case 'activation':
      return wanted.has(event.repositoryId);
    case 'snapshot':
    case 'resync':
      return true;
  }
}
