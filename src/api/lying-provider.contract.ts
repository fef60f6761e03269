import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { TestContext } from 'node:test';

/** An identity provider that says of its tokens what a test wants; nothing of it is checked there. */
export interface LyingProvider {
  readonly issuer: string;
  /** Claims of the id token in place of the right ones. */
  lies: Readonly<Record<string, unknown>>;
  /** Parameters of the way back in place of the right ones. */
  wayBack: Readonly<Record<string, string>>;
  stop(): void;
}

export async function withLyingProvider(t: Pick<TestContext, 'after'>): Promise<LyingProvider> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', issuer);
    if (pathname === '/authorize') {
      nonce = searchParams.get('nonce') ?? '';
      const back = new URL(searchParams.get('redirect_uri') ?? '');
      const state = searchParams.get('state') ?? '';
      for (const [name, value] of Object.entries({ code: 'c', state, ...provider.wayBack })) {
        back.searchParams.set(name, value);
      }
      response.writeHead(303, { location: back.href }).end();
    } else if (pathname === '/token') {
      json(response, { access_token: 'a', token_type: 'Bearer', id_token: idToken() });
    } else if (pathname === '/jwks') {
      json(response, {
        keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256' }],
      });
    } else {
      json(response, {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ['code'],
        id_token_signing_alg_values_supported: ['RS256'],
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = (): void => {
    server.closeAllConnections();
    server.close();
  };
  t.after(stop);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const issuer = `http://127.0.0.1:${address.port}`;
  let nonce = '';
  const idToken = (): string => {
    const now = Math.floor(Date.now() / 1000);
    const right = { iss: issuer, sub: 's', aud: 'drydock', iat: now, exp: now + 60, nonce };
    const parts = [
      { alg: 'RS256', kid: 'k' },
      { ...right, ...provider.lies },
    ];
    const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
    const signature = sign('RSA-SHA256', Buffer.from(text.join('.')), privateKey);
    return [...text, signature.toString('base64url')].join('.');
  };
  const provider: LyingProvider = { issuer, lies: {}, wayBack: {}, stop };
  return provider;
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
