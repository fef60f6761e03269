import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiOptions } from './api-options.ts';
import { authenticate, cookieName, SESSION_COOKIE } from './authenticate.ts';
import type { RequestContext } from './request-context.ts';

/** Who asks, and all else that a handler may need, before anything of the body is read. */
export async function contextOf(
  request: FastifyRequest,
  reply: FastifyReply,
  options: ApiOptions,
): Promise<RequestContext> {
  const { headers, method } = request;
  const isSecure = options.publicUrl.startsWith('https:');
  const session = request.cookies[cookieName(isSecure, SESSION_COOKIE)];
  const authenticated = await authenticate(
    {
      method,
      authorization: headers.authorization,
      sessionCookie: session,
      csrfToken: oneOf(headers['x-drydock-csrf']),
      origin: headers.origin,
      fetchSite: oneOf(headers['sec-fetch-site']),
      host: headers.host,
      publicOrigin: new URL(options.publicUrl).origin,
    },
    options.accounts.access,
  );
  const lastEventId = oneOf(headers['last-event-id']);
  const end = new AbortController();
  return {
    ...authenticated,
    requestId: request.id,
    address: options.clientAddress(request.raw),
    userAgent: (headers['user-agent'] ?? '').slice(0, 512),
    subject: { kind: 'instance' },
    url: options.publicUrl + request.url,
    cookies: request.cookies,
    setCookie: (name, value, maxAge) => {
      reply.setCookie(cookieName(isSecure, name), value ?? '', {
        path: '/',
        httpOnly: true,
        secure: isSecure,
        sameSite: 'lax',
        ...(value === undefined ? { maxAge: 0 } : maxAge !== undefined && { maxAge }),
      });
    },
    ...(lastEventId !== undefined && { lastEventId }),
    end,
    signal: end.signal,
  };
}

function oneOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
