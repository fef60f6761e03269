import type { Accounts, AccountsFailure, Grant } from '../accounts/index.ts';
import { ANONYMOUS } from '../accounts/index.ts';
import type { Clock } from '../base/index.ts';
import { err, ok } from '../base/index.ts';
import type { Access, TokenRefusal, TokenRequest } from '../registry/index.ts';

export interface RegistryAccessOptions {
  readonly accounts: Pick<Accounts, 'registry' | 'access'>;
  /** The audience of tokens. */
  readonly service: string;
  readonly clock: Clock;
}

/** Names whose anonymous rights are remembered, and how long: much shorter than a token's life. */
const NAMES = 10_000;
const REMEMBERED_MS = 10_000;

/** Accounts, as the registry sees them. */
export function registryAccess({ accounts, service, clock }: RegistryAccessOptions): Access {
  const { registry, access } = accounts;
  const known = new Map<string, { readonly grant: Promise<Grant>; readonly until: number }>();
  return {
    async token(request) {
      const token = await registry.registryToken(tokenRequest(request));
      if (!token.ok) return err(refusalOf(token.error));
      const { issuedAt, refreshToken, ...value } = token.value;
      return ok({ ...value, issuedAt: new Date(issuedAt), refreshToken });
    },
    verify: (token) => registry.verifyRegistryToken(token),
    anonymous(repository) {
      const name = repository ?? '';
      const now = clock.now();
      const remembered = known.get(name);
      if (remembered && remembered.until > now) return remembered.grant;
      if (known.size >= NAMES) known.clear();
      const grant = anonymousGrant(accounts.registry, service, repository);
      known.set(name, { grant, until: now + REMEMBERED_MS });
      grant.catch(() => known.delete(name));
      return grant;
    },
    repositoryNamed: (name) => registry.repositoryNamed(name),
    async repositoryForPush(name, grant, origin) {
      const made = await registry.repositoryForPush(name, grant, origin);
      return made.ok ? made : err({ message: made.error.message });
    },
    async firstPullable({ actor }, repositories) {
      for (const repository of repositories) {
        const target = { kind: 'repository', name: repository.name } as const;
        const decision = await access.decide(actor, 'repository.pull', target);
        if (decision.kind === 'allowed') return repository;
      }
      return undefined;
    },
    async visibleNames({ actor }, after, limit) {
      const rows = await registry.visibleRepositories(actor, { after, limit });
      return rows.map(({ name }) => name);
    },
  };
}

function tokenRequest(request: TokenRequest): Parameters<Accounts['registry']['registryToken']>[0] {
  const { credentials, clientId, origin, ...rest } = request;
  return {
    ...rest,
    ...origin,
    ...(clientId !== undefined && { clientId }),
    ...(credentials && {
      credentials:
        credentials.kind === 'basic'
          ? { kind: 'basic', name: credentials.name, password: credentials.secret }
          : credentials,
    }),
  };
}

function refusalOf({ code, message, retryAfterSeconds }: AccountsFailure): TokenRefusal {
  if (code === 'too-many-tries') {
    return { kind: code, message, retryAfterSeconds: retryAfterSeconds ?? 60 };
  }
  return { kind: code === 'invalid' ? 'other-service' : 'bad-credentials', message };
}

/** What an anonymous token would allow, without one: by the same decisions. */
async function anonymousGrant(
  registry: Accounts['registry'],
  service: string,
  repository: string | undefined,
): Promise<Grant> {
  const token = await registry.registryToken({
    scopes:
      repository === undefined
        ? []
        : [{ type: 'repository', name: repository, actions: ['pull', 'push', 'delete'] }],
    service,
    offline: false,
    address: '',
    requestId: '',
  });
  const grant = token.ok ? await registry.verifyRegistryToken(token.value.token) : undefined;
  return grant ?? { actor: ANONYMOUS, mayList: false, allows: () => false };
}
