import { type Failure, FailureError } from '../../base/index.ts';

/** What one side of a thread does for the other. Arguments and answers are plain data and bytes. */
export type Offer<Side> = {
  // oxlint-disable-next-line typescript/no-explicit-any -- of any function, to infer what it takes
  readonly [Name in keyof Side]: (...args: any[]) => unknown;
};

/** A MessagePort, or the Worker that holds its other end. */
export interface Port {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  on(event: 'message', listener: (message: Message) => void): unknown;
}

/** The way to the other side. */
export interface Calls<Theirs extends Offer<Theirs>> {
  ask<Name extends keyof Theirs & string>(
    name: Name,
    ...args: Parameters<Theirs[Name]>
  ): Promise<Awaited<ReturnType<Theirs[Name]>>>;
  /** Without an answer. */
  tell<Name extends keyof Theirs & string>(name: Name, ...args: Parameters<Theirs[Name]>): void;
  /** Whether the other side waits for an answer. */
  owes(): boolean;
  /** The other side is gone: whoever waits for it is told. */
  end(reason: Failure): void;
}

type Message =
  | { readonly kind: 'call'; readonly id: number; readonly name: string; readonly args: unknown[] }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | {
      readonly kind: 'trouble';
      readonly id: number;
      readonly message: string;
      readonly failure?: Failure | undefined;
    };

/** Of a call that nobody waits for. */
const TOLD = 0;

/** Calls by name over a port, both ways. Bytes that own their memory are handed over, not copied. */
export function connect<Theirs extends Offer<Theirs>, Ours extends Offer<Ours>>(
  port: Port,
  ours: Ours,
): Calls<Theirs> {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let ended: Failure | undefined;
  let last = TOLD;
  let owed = 0;
  const post = (message: Message, carried: readonly unknown[]): void =>
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    port.postMessage(message, memoryOf(carried));
  port.on('message', (message) => {
    if (message.kind === 'call') {
      owed += 1;
      void answer(message, ours, post).finally(() => {
        owed -= 1;
      });
      return;
    }
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.kind === 'answer') asked?.resolve(message.value);
    else asked?.reject(errorOf(message.message, message.failure));
  });
  return {
    ask(name, ...args) {
      const asked = Promise.withResolvers<unknown>();
      if (ended !== undefined) return Promise.reject(new FailureError(ended));
      last += 1;
      waiting.set(last, asked);
      post({ kind: 'call', id: last, name, args }, args);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the other side offers what its type says
      return asked.promise as Promise<never>;
    },
    tell(name, ...args) {
      if (ended === undefined) post({ kind: 'call', id: TOLD, name, args }, args);
    },
    owes: () => owed > 0,
    end(reason) {
      ended = reason;
      for (const { reject } of waiting.values()) reject(new FailureError(reason));
      waiting.clear();
    },
  };
}

async function answer<Ours extends Offer<Ours>>(
  { id, name, args }: Message & { kind: 'call' },
  ours: Ours,
  post: (message: Message, carried: readonly unknown[]) => void,
): Promise<void> {
  try {
    const offered: unknown = Reflect.get(ours, name);
    if (typeof offered !== 'function') throw new Error(`${name} is not offered`);
    const value: unknown = await Reflect.apply(offered, ours, args);
    if (id !== TOLD) post({ kind: 'answer', id, value }, [value]);
  } catch (error) {
    if (id === TOLD) throw error;
    const failure = error instanceof FailureError ? error.failure : undefined;
    const message = error instanceof Error ? error.message : String(error);
    post({ kind: 'trouble', id, message, failure }, []);
  }
}

function errorOf(message: string, failure: Failure | undefined): Error {
  return failure ? new FailureError(failure) : new Error(message);
}

/** Of bytes among the values, and of bytes that these have as members. */
function memoryOf(values: readonly unknown[]): ArrayBuffer[] {
  const nested = values.flatMap((value) => (isPlain(value) ? Object.values(value) : [value]));
  const memory = nested.flatMap((value) => {
    const isWhole = value instanceof Uint8Array && value.byteLength === value.buffer.byteLength;
    return isWhole && value.buffer instanceof ArrayBuffer ? [value.buffer] : [];
  });
  return [...new Set(memory)];
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);
}
