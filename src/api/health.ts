import type { FastifyInstance } from 'fastify';
import type { ApiOptions } from './api-options.ts';
import { authorize } from './authorize.ts';
import { onInstance } from './contract/access.ts';
import { contextOf } from './open-request.ts';

/**
 * For those who watch the process. `/livez`: it runs and answers; it asks nothing of anyone, so
 * that a database that is away does not get it restarted. `/readyz`: it can do its work now.
 */
export function addHealth(app: FastifyInstance, options: ApiOptions): void {
  app.get('/livez', (_, reply) => reply.type('text/plain; charset=utf-8').send('alive\n'));
  app.get('/readyz', async (_, reply) => {
    const { isReady, lines } = await readiness(options);
    return reply
      .code(isReady ? 200 : 503)
      .type('text/plain; charset=utf-8')
      .send(lines.join(''));
  });
  app.get('/metrics', async (request, reply) => {
    const { actor } = await contextOf(request, reply, options);
    const { accounts, health, upgradeUrl } = options;
    const access = onInstance('instance.health.read');
    await authorize(actor, access, { kind: 'instance' }, accounts.access, upgradeUrl);
    const { mediaType, text } = await health.metrics();
    return reply.type(mediaType).send(text);
  });
}

/** Names and yes or no: anyone may ask, and reasons are for administrators. */
async function readiness({
  health,
}: ApiOptions): Promise<{ readonly isReady: boolean; readonly lines: readonly string[] }> {
  if (!health.isAccepting()) return { isReady: false, lines: ['stopping\n'] };
  const checks = await health.checks();
  return {
    isReady: checks.every(({ isFine }) => isFine),
    lines: checks.map(({ name, isFine }) => `${name} ${isFine ? 'fine' : 'failing'}\n`),
  };
}
