import { request as httpRequest } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { startLoopbackServer } from '../../src/base/loopback-server.contract.ts';

export interface SlowProxy {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** When a manifest was answered with 201 last, as performance.now() tells. */
  manifestStoredAt: number | undefined;
  stop(): void;
}

/** What a network's queues give back to a sender that was not there in time. */
const LATE_MS = 20;

/** Passes on to a registry what clients send, all of them together at a bounded rate. */
export async function startSlowProxy(target: string, bytesASecond: number): Promise<SlowProxy> {
  let isFreeAt = 0;
  /** Waits until so many bytes more are within the rate. */
  const pace = async (bytes: number): Promise<void> => {
    const now = performance.now();
    isFreeAt = Math.max(isFreeAt, now - LATE_MS) + (bytes / bytesASecond) * 1000;
    // Timers are of a millisecond: less is made up for by the next.
    if (isFreeAt - now > 2) await sleep(isFreeAt - now);
  };
  const proxy: { manifestStoredAt: number | undefined } = { manifestStoredAt: undefined };
  const server = await startLoopbackServer((request, response) => {
    const { method, headers, url = '' } = request;
    const onward = httpRequest(
      `http://${target}${url}`,
      { method, headers, agent: false },
      (answer) => {
        if (method === 'PUT' && url.includes('/manifests/') && answer.statusCode === 201) {
          proxy.manifestStoredAt = performance.now();
        }
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    pipeline(request, (source) => slowly(source, pace), onward).catch(() => response.destroy());
  });
  return Object.assign(proxy, server);
}

async function* slowly(
  source: AsyncIterable<Buffer>,
  pace: (bytes: number) => Promise<void>,
): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    await pace(chunk.length);
    yield chunk;
  }
}
