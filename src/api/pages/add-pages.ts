import type { FastifyInstance } from 'fastify';
import { errorsPage } from './errors-page.ts';
import { sendPage, STYLE } from './html.ts';

/** What the codes of errors mean, for programs' authors; without script, whatever else is broken. */
export function addPages(app: FastifyInstance): void {
  app.get('/docs/plain.css', (_, reply) => reply.type('text/css; charset=utf-8').send(STYLE));
  app.get('/docs/errors', (_, reply) => sendPage(reply, 200, errorsPage()));
}
