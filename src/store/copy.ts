import type { Client, Connection, PoolClient, Submittable } from 'pg';

/**
 * COPY TO STDOUT as a stream, in PostgreSQL's text format. The connection stops reading from the server
 * while more than a little waits to be taken. Returns the number of rows.
 *
 * https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-COPY
 */
export async function* copyOut(
  client: PoolClient | Client,
  sql: string,
): AsyncGenerator<Uint8Array, number, void> {
  const copy = new CopyOut(sql);
  client.query(copy);
  for (;;) {
    const chunk = await copy.next();
    if (chunk === undefined) return copy.rows;
    yield chunk;
  }
}

/** COPY FROM STDIN: sends the chunks, which together are what copyOut gave. The number of rows. */
export async function copyIn(
  client: PoolClient | Client,
  sql: string,
  chunks: AsyncIterable<Uint8Array>,
): Promise<number> {
  const copy = new CopyIn(sql, chunks);
  client.query(copy);
  return await copy.done;
}

/** `COPY 12`, as the server says at the end. */
interface CommandComplete {
  readonly text: string;
}

function rowsIn({ text }: CommandComplete): number {
  return Number(/^COPY (\d+)$/.exec(text)?.[1]);
}

/** What the driver's connection does for COPY, and its types leave out. */
interface CopyConnection extends Connection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
}

/** Bytes that may wait in memory: some reads of a socket. */
const WAITING_BYTES = 4 * 2 ** 20;

class CopyOut implements Submittable {
  readonly #sql: string;
  #chunks: Uint8Array[] = [];
  #waiting = 0;
  #error: Error | undefined;
  #isDone = false;
  #connection: Connection | undefined;
  #wake: (() => void) | undefined;
  #rows = NaN;

  constructor(sql: string) {
    this.#sql = sql;
  }

  /** Once all has been taken. */
  get rows(): number {
    return this.#rows;
  }

  /** All that has come, or `undefined` at the end. */
  async next(): Promise<Uint8Array | undefined> {
    while (this.#chunks.length === 0) {
      if (this.#error) throw this.#error;
      if (this.#isDone) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const chunk = Buffer.concat(this.#chunks);
    this.#chunks = [];
    this.#waiting = 0;
    this.#connection?.stream.resume();
    return chunk;
  }

  submit(connection: Connection): void {
    this.#connection = connection;
    connection.query(this.#sql);
  }

  handleCopyData({ chunk }: { readonly chunk: Uint8Array }): void {
    // A view of the driver's buffer, which is used again.
    this.#chunks.push(Uint8Array.from(chunk));
    this.#waiting += chunk.length;
    if (this.#waiting > WAITING_BYTES) this.#connection?.stream.pause();
    this.#wake?.();
  }

  handleError(error: Error): void {
    this.#error = error;
    this.#wake?.();
  }

  handleCommandComplete(message: CommandComplete): void {
    this.#rows = rowsIn(message);
  }

  handleReadyForQuery(): void {
    this.#isDone = true;
    this.#wake?.();
  }
}

class CopyIn implements Submittable {
  readonly #sql: string;
  readonly #chunks: AsyncIterable<Uint8Array>;
  readonly #end = Promise.withResolvers<number>();
  #rows = NaN;
  #error: Error | undefined;

  constructor(sql: string, chunks: AsyncIterable<Uint8Array>) {
    this.#sql = sql;
    this.#chunks = chunks;
  }

  get done(): Promise<number> {
    return this.#end.promise;
  }

  submit(connection: Connection): void {
    connection.query(this.#sql);
  }

  handleCopyInResponse(connection: CopyConnection): void {
    void this.#send(connection);
  }

  async #send(connection: CopyConnection): Promise<void> {
    try {
      for await (const chunk of this.#chunks) {
        if (this.#error) return;
        connection.sendCopyFromChunk(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
        if (connection.stream.writableNeedDrain) await drained(connection);
      }
      connection.endCopyFrom();
    } catch (error) {
      this.#error = error instanceof Error ? error : new Error(String(error));
      connection.sendCopyFail('the source broke off');
    }
  }

  /** The driver tells no more of a statement that failed. */
  handleError(error: Error): void {
    this.#error ??= error;
    this.#end.reject(this.#error);
  }

  handleCommandComplete(message: CommandComplete): void {
    this.#rows = rowsIn(message);
  }

  handleReadyForQuery(): void {
    this.#end.resolve(this.#rows);
  }
}

function drained({ stream }: CopyConnection): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      for (const event of ['drain', 'close']) stream.off(event, go);
      resolve();
    };
    for (const event of ['drain', 'close']) stream.once(event, go);
  });
}
