import type { FastifyInstance } from 'fastify';
import type { ApiOptions } from '../api-options.ts';
import { errorsPage, homePage } from './home.ts';
import { sendPage, STYLE } from './html.ts';
import { addSetUp } from './set-up.ts';

/**
 * The few pages that need no script: what this is, setting up, and what the codes of errors mean.
 * They come from the server, so that the first step works before anything else does.
 */
export function addPages(app: FastifyInstance, options: ApiOptions): void {
  app.get('/assets/plain.css', (_, reply) => reply.type('text/css; charset=utf-8').send(STYLE));
  app.get('/', async (_, reply) => sendPage(reply, 200, await homePage(options)));
  app.get('/docs/errors', (_, reply) => sendPage(reply, 200, errorsPage()));
  addSetUp(app, options);
}
