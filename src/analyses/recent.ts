/** A value, and how many bytes it keeps in memory, roughly. */
export interface Weighed<Value> {
  readonly value: Value;
  readonly bytes: number;
}

/**
 * What was asked for last, up to so many bytes together; what is absent is asked for each time. Who
 * asks while another's asking is under way waits for that.
 */
export class Recent<Value> {
  readonly #values = new Map<string, Weighed<Value>>();
  readonly #asked = new Map<string, Promise<Value | undefined>>();
  readonly #mostBytes: number;
  #bytes = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  async get(
    key: string,
    read: () => Promise<Weighed<Value> | undefined>,
  ): Promise<Value | undefined> {
    const known = this.#values.get(key);
    if (known !== undefined) {
      this.set(key, known);
      return known.value;
    }
    const asked = this.#asked.get(key) ?? this.#ask(key, read);
    this.#asked.set(key, asked);
    return asked;
  }

  async #ask(
    key: string,
    read: () => Promise<Weighed<Value> | undefined>,
  ): Promise<Value | undefined> {
    try {
      const weighed = await read();
      if (weighed !== undefined) this.set(key, weighed);
      return weighed?.value;
    } finally {
      this.#asked.delete(key);
    }
  }

  /** The newest stays, however large it is. */
  set(key: string, weighed: Weighed<Value>): void {
    this.#drop(key);
    this.#values.set(key, weighed);
    this.#bytes += weighed.bytes;
    for (const oldest of this.#values.keys()) {
      if (this.#bytes <= this.#mostBytes || oldest === key) return;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    this.#bytes -= this.#values.get(key)?.bytes ?? 0;
    this.#values.delete(key);
  }
}
