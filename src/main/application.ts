import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Failure, Result } from '../base/index.ts';
import { ok } from '../base/index.ts';
import type { Ground } from './ground.ts';
import type { Drain } from './http/drain.ts';
import type { Forwarded } from './http/forwarded.ts';
import type { Metrics } from './metrics.ts';
import type { ServeOptions } from './serve-options.ts';

/** The modules, wired: what answers requests. */
export interface Application {
  readonly registry: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly api: (request: IncomingMessage, response: ServerResponse) => void;
  readonly setUpLink: string | undefined;
  /** Ends streams of events, gives jobs back, and waits for what runs. */
  close(): Promise<void>;
}

export interface ApplicationParts extends ServeOptions {
  readonly ground: Ground;
  readonly drain: Drain;
  readonly metrics: Metrics;
  readonly forwarded: Forwarded;
  readonly publicUrl: string;
}

export async function openApplication(
  parts: ApplicationParts,
): Promise<Result<Application, Failure>> {
  const { ground, drain, metrics } = parts;
  const answer = async (path: string): Promise<readonly [number, string, string]> => {
    if (path === '/livez') return [200, 'text/plain', 'alive\n'];
    if (path === '/metrics') {
      const { mediaType, text } = await metrics.text();
      return [200, mediaType, text];
    }
    if (path !== '/readyz') return [404, 'text/plain', 'not found\n'];
    if (drain.isDraining) return [503, 'text/plain', 'stopping\n'];
    const isFine = await ground.database.pool.query('SELECT 1').then(
      () => true,
      () => false,
    );
    return isFine
      ? [200, 'text/plain', 'database fine\n']
      : [503, 'text/plain', 'database failing\n'];
  };
  const api = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [status, mediaType, text] = await answer((request.url ?? '').split('?', 1)[0] ?? '');
    response.writeHead(status, { 'content-type': mediaType }).end(text);
  };
  return ok({
    registry: api,
    api: (request, response) => void api(request, response),
    setUpLink: undefined,
    close: () => Promise.resolve(),
  });
}
