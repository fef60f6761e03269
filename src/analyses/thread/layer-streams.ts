import type { OpenedImage } from '../../image/index.ts';

/** Layers' bytes for the thread, a chunk when it asks for one. */
export class LayerStreams {
  readonly #runs: ReadonlyMap<number, { readonly image: OpenedImage }>;
  readonly #streams = new Map<number, AsyncIterator<Uint8Array>>();
  #last = 0;
  #isEnded = false;

  constructor(runs: ReadonlyMap<number, { readonly image: OpenedImage }>) {
    this.#runs = runs;
  }

  async open(run: number, layer: number): Promise<number> {
    const bytes = this.#runs.get(run)?.image.layers[layer]?.bytes;
    if (bytes?.kind !== 'stream') throw new Error(`layer ${layer} of run ${run} has no stream`);
    const opened = await bytes.open();
    this.#last += 1;
    const stream = this.#last;
    this.#streams.set(stream, opened[Symbol.asyncIterator]());
    if (this.#isEnded) await this.close(stream);
    return stream;
  }

  async next(stream: number): Promise<Uint8Array | undefined> {
    const next = await this.#streams.get(stream)?.next();
    return next?.done === false ? next.value : undefined;
  }

  async close(stream: number): Promise<void> {
    const left = this.#streams.get(stream);
    this.#streams.delete(stream);
    await left?.return?.();
  }

  /** The thread that read them is gone: no file of theirs stays open. */
  closeAll(): void {
    this.#isEnded = true;
    for (const stream of this.#streams.keys()) this.close(stream).catch(() => undefined);
  }
}
