import { createServer } from 'node:http';
import type { TestContext } from 'node:test';
import { Provider } from 'oidc-provider';
import { isRecord } from '../base/index.ts';

/** A person there: what the id token says of it. */
export type Claims = Readonly<Record<string, string | boolean | readonly string[]>>;

/** A real identity provider on loopback, where people are signed in without being asked. */
export interface TestProvider {
  readonly issuer: string;
  readonly people: Map<string, Claims>;
  /** Who signs in next. */
  present: string;
  /** Goes there as a browser does, and tells the address that it is sent back to. */
  visit(url: string): Promise<string>;
}

export const CALLBACK = 'https://drydock.test/sign-in/oidc/corp';
export const CLIENT = { clientId: 'drydock', clientSecret: 'a secret of the client' } as const;

export async function withProvider(
  t: Pick<TestContext, 'after'>,
  redirectUri: string = CALLBACK,
): Promise<TestProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const issuer = `http://127.0.0.1:${address.port}`;
  const test: TestProvider = {
    issuer,
    people: new Map(),
    present: '',
    visit: (url) => visit(issuer, url),
  };
  const provider = providerFor(test, redirectUri);
  const callback = provider.callback();
  server.on('request', (request, response) => {
    void (request.url?.startsWith('/interaction/')
      ? provider.interactionFinished(request, response, { login: { accountId: test.present } })
      : callback(request, response));
  });
  return test;
}

function providerFor(test: TestProvider, redirectUri: string): Provider {
  const provider: Provider = new Provider(test.issuer, {
    clients: [
      {
        client_id: CLIENT.clientId,
        client_secret: CLIENT.clientSecret,
        redirect_uris: [redirectUri],
      },
    ],
    pkce: { required: () => true },
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      profile: ['name', 'preferred_username', 'groups'],
    },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    cookies: { keys: ['test'] },
    findAccount: (_: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, ...test.people.get(id) }),
    }),
    // Nobody is asked whether the client may know.
    loadExistingGrant: async (context: unknown) => {
      const accountId = accountIn(context);
      const grant = new provider.Grant({ clientId: CLIENT.clientId, accountId });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });
  return provider;
}

function accountIn(context: unknown): string {
  const oidc = isRecord(context) ? context['oidc'] : undefined;
  const session =
    typeof oidc === 'object' && oidc !== null && 'session' in oidc ? oidc.session : {};
  const id =
    typeof session === 'object' && session !== null && 'accountId' in session
      ? session.accountId
      : '';
  return String(id);
}

async function visit(issuer: string, url: string): Promise<string> {
  const cookies = new Map<string, string>();
  let next = url;
  for (let hops = 0; hops < 10 && next.startsWith(issuer); hops += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(next, { redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    const location = response.headers.get('location');
    if (location === null) throw new Error(`${response.status} ${await response.text()}`);
    next = new URL(location, next).href;
  }
  return next;
}
