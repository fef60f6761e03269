import { FailureError, failure } from '../base/index.ts';
import { BROKEN_OFF } from './messages.ts';

/** Bytes that come in frames over one pipe, one layer after the other. */
export class FrameReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);
  /** Bytes of the present frame still to come. */
  #left = 0;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The next layer's bytes; reads to its empty frame also when the consumer stops before. */
  async *layer(): AsyncGenerator<Uint8Array> {
    let isEnded = false;
    try {
      for (;;) {
        const chunk = await this.#piece();
        isEnded = chunk === undefined;
        if (chunk === undefined) return;
        yield chunk;
      }
    } catch (error) {
      isEnded = true;
      throw error;
    } finally {
      while (!isEnded) isEnded = (await this.#piece()) === undefined;
    }
  }

  /** `undefined` at the end of the layer. */
  async #piece(): Promise<Uint8Array | undefined> {
    while (this.#left === 0) {
      this.#left = await this.#length();
      if (this.#left === 0) return undefined;
      if (this.#left === BROKEN_OFF) {
        this.#left = 0;
        throw new FailureError(BROKEN);
      }
    }
    const chunk = this.#rest.length > 0 ? this.#rest : await this.#next();
    const piece = chunk.subarray(0, this.#left);
    this.#rest = chunk.subarray(piece.length);
    this.#left -= piece.length;
    return piece;
  }

  async #length(): Promise<number> {
    let head = this.#rest;
    // A copy: the source may use the memory of what it gave for what it gives next.
    while (head.length < 4) head = Buffer.concat([Buffer.from(head), await this.#next()]);
    this.#rest = head.subarray(4);
    return Buffer.from(head.buffer, head.byteOffset, 4).readUInt32LE(0);
  }

  async #next(): Promise<Uint8Array> {
    const next = await this.#source.next();
    if (next.done) throw new FailureError(BROKEN);
    return next.value;
  }
}

const BROKEN = failure('analyzer.layer.broken-off', 'the source of the layer broke off');

/** The head of a frame; of no bytes: the end of a layer. */
export function frameHead(length: number): Uint8Array {
  const head = Buffer.alloc(4);
  head.writeUInt32LE(length);
  return head;
}
