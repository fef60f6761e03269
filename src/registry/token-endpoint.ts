import type { Access, RequestedScope, TokenCredentials, TokenRefusal } from './access.ts';
import type { Exchange } from './exchange.ts';
import { answer, bodyOf } from './exchange.ts';
import { readBody } from './read-body.ts';
import { Refusal } from './refusal.ts';

/** Forms are names, passwords and scopes. */
const FORM_BYTES = 64 * 1024;
/** Scopes in one request; clients send two for a mount. */
const SCOPES = 100;

/**
 * Tokens for docker (GET with Basic at login, then POST with a refresh token), containerd (POST with a
 * password) and all others (GET with Basic, or with nothing).
 * https://distribution.github.io/distribution/spec/auth/token/ and its /oauth/
 */
export async function answerToken(exchange: Exchange, access: Access): Promise<void> {
  const isPost = exchange.request.method === 'POST';
  const parameters = isPost ? await formOf(exchange) : exchange.query;
  const token = await access.token({
    credentials: isPost ? formCredentials(parameters) : basicCredentials(exchange),
    scopes: scopesOf(parameters),
    service: parameters.get('service') ?? '',
    offline:
      parameters.get('offline_token') === 'true' || parameters.get('access_type') === 'offline',
    clientId: parameters.get('client_id') ?? undefined,
    origin: exchange.origin,
  });
  if (!token.ok) throw refusalOf(token.error);
  const { value } = token;
  const body = JSON.stringify({
    token: value.token,
    access_token: value.token,
    expires_in: value.expiresInSeconds,
    issued_at: value.issuedAt.toISOString(),
    ...(isPost && { scope: value.scope, token_type: 'Bearer' }),
    ...(value.refreshToken !== undefined && { refresh_token: value.refreshToken }),
  });
  answer(exchange, 200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }, body);
}

async function formOf(exchange: Exchange): Promise<URLSearchParams> {
  const bytes = await readBody(
    bodyOf(exchange),
    FORM_BYTES,
    (limit) =>
      new Refusal('SIZE_INVALID', `a form over the ${limit} bytes allowed`, { status: 413 }),
  );
  return new URLSearchParams(bytes.toString('utf8'));
}

/** `undefined`: nobody. Some clients send a name and a password that are both empty. */
function basicCredentials({ request }: Exchange): TokenCredentials | undefined {
  const match = /^basic +([\w+/=-]{1,16384})$/i.exec(request.headers.authorization ?? '');
  if (!match?.[1]) return undefined;
  const pair = Buffer.from(match[1], 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  if (colon < 0) throw badForm('the Authorization header holds no name and password');
  const [name, secret] = [pair.slice(0, colon), pair.slice(colon + 1)];
  return name === '' && secret === '' ? undefined : { kind: 'basic', name, secret };
}

function formCredentials(form: URLSearchParams): TokenCredentials {
  const grantType = form.get('grant_type');
  if (grantType === 'refresh_token') {
    return { kind: 'refresh', token: form.get('refresh_token') ?? '' };
  }
  if (grantType === 'password') {
    return {
      kind: 'basic',
      name: form.get('username') ?? '',
      secret: form.get('password') ?? '',
    };
  }
  throw badForm('grant_type is password or refresh_token');
}

/** Scopes repeated, or with spaces between; what is none is passed over. */
function scopesOf(parameters: URLSearchParams): RequestedScope[] {
  const texts = parameters.getAll('scope').flatMap((text) => text.split(' '));
  return texts.slice(0, SCOPES).flatMap((text) => {
    // The name may have colons of its own: `repository:host:5000/app:pull`.
    const [first, last] = [text.indexOf(':'), text.lastIndexOf(':')];
    if (first < 1 || last === first) return [];
    const actions = text
      .slice(last + 1)
      .split(',')
      .filter((action) => action !== '');
    return [{ type: text.slice(0, first), name: text.slice(first + 1, last), actions }];
  });
}

function badForm(message: string): Refusal {
  return new Refusal('UNSUPPORTED', message, { status: 400 });
}

function refusalOf(refusal: TokenRefusal): Refusal {
  switch (refusal.kind) {
    case 'too-many-tries':
      return new Refusal('TOOMANYREQUESTS', refusal.message, {
        headers: { 'Retry-After': refusal.retryAfterSeconds },
      });
    case 'other-service':
      return badForm(refusal.message);
    case 'bad-credentials':
      return new Refusal('UNAUTHORIZED', refusal.message, {
        headers: { 'WWW-Authenticate': 'Basic realm="drydock"' },
      });
    default:
      return refusal satisfies never;
  }
}
