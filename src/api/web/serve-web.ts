import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { APP_PATHS } from '../contract/app-paths.ts';
import { html, page, sendPage } from '../pages/html.ts';
import { chooseEncoding } from './choose-encoding.ts';
import type { WebFile, WebFiles } from './web-files.ts';

/**
 * Only what we serve ourselves, and nothing inline: text of an image that gets into a page as markup, in spite
 * of everything, can neither run nor fetch. https://www.w3.org/TR/CSP3/
 */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** The name of such a file changes with its content. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/** The application for browsers: its files, and its first page at every address that it knows. */
export function serveWeb(app: FastifyInstance, files: WebFiles | undefined): void {
  app.get('/assets/*', (request, reply) => sendAsset(request, reply, files));
  for (const first of APP_PATHS) {
    app.get(`/${first}`, (request, reply) => sendIndex(request, reply, files));
    if (first !== '') app.get(`/${first}/*`, (request, reply) => sendIndex(request, reply, files));
  }
}

function sendAsset(
  request: FastifyRequest,
  reply: FastifyReply,
  files: WebFiles | undefined,
): FastifyReply | undefined {
  const [path = ''] = request.url.split('?', 1);
  const file = files?.assets.get(path);
  if (!file) {
    reply.callNotFound();
    return undefined;
  }
  return sendFile(request, reply.header('cache-control', FOR_EVER), file);
}

function sendIndex(
  request: FastifyRequest,
  reply: FastifyReply,
  files: WebFiles | undefined,
): FastifyReply {
  if (!files) return sendPage(reply, 404, notBuiltPage());
  reply.header('content-security-policy', PAGE_POLICY);
  // Asked again each time, so that a new release is there at once; mostly the answer is 304.
  reply.header('cache-control', 'no-cache');
  return sendFile(request, reply, files.index);
}

function sendFile(request: FastifyRequest, reply: FastifyReply, file: WebFile): FastifyReply {
  const encoding = chooseEncoding(request.headers['accept-encoding'], {
    br: file.br !== undefined,
    gzip: file.gzip !== undefined,
  });
  // One tag for each form: they are not the same bytes. RFC 9110, 8.8.3.3
  const tag = `"${file.tag}${encoding === undefined ? '' : `-${encoding}`}"`;
  reply.headers({ etag: tag, vary: 'accept-encoding' });
  if (hasTag(request.headers['if-none-match'], tag)) return reply.code(304).send();
  reply.type(file.mediaType);
  if (encoding === undefined) return reply.send(file.identity);
  return reply.header('content-encoding', encoding).send(file[encoding]);
}

function hasTag(header: string | undefined, tag: string): boolean {
  return (header ?? '').split(',').some((given) => given.trim().replace(/^W\//, '') === tag);
}

function notBuiltPage(): string {
  return page('Drydock', [
    html`<h1>The web pages are not built</h1>
      <p>The server runs; registry and API answer. In its folder, run:</p>
      <pre>npm ci && npm run build:web</pre>
      <p>and start it again: <code>npm start</code> does both. Releases carry the pages.</p>`,
  ]);
}
