import type { ProviderView } from '../../accounts/index.ts';
import type { ApiOptions } from '../api-options.ts';
import type { IdentityProvider } from '../contract/operations.ts';
import type { Handlers } from '../handlers.ts';
import { pageOfAll, PER_PAGE } from '../paging.ts';
import { valueOf } from '../problem-of.ts';
import { deedContext } from '../request-context.ts';
import { callbackOf } from './instance.ts';

type Ids =
  | 'listIdentityProviders'
  | 'putIdentityProvider'
  | 'deleteIdentityProvider'
  | 'setIdentityGroups'
  | 'testIdentityProvider';

/** Where most providers put them. */
const GROUPS_CLAIM = 'groups';

export function identityProviderHandlers({ accounts, publicUrl }: ApiOptions): Handlers<Ids> {
  const { identity } = accounts;
  const present = (view: ProviderView): IdentityProvider => presentAt(publicUrl, view);
  return {
    listIdentityProviders: async ({ limit = PER_PAGE, after }, { actor }) => {
      const rows = valueOf(await identity.list(actor)).map(present);
      return pageOfAll(rows, { list: 'identity-providers', limit, after }, ({ name }) => name);
    },
    putIdentityProvider: async ({ provider: name, body }, context) => {
      const { title, issuer, clientId, clientSecret } = body;
      const { scopes = [], groupsClaim = GROUPS_CLAIM, makesUsers = true } = body;
      const put = await identity.put(deedContext(context), {
        name,
        displayName: title,
        issuer,
        clientId,
        scopes,
        groupsClaim,
        makesUsers,
        ...(clientSecret !== undefined && { clientSecret }),
      });
      return present(valueOf(put));
    },
    deleteIdentityProvider: async ({ provider }, context) => {
      valueOf(await identity.remove(deedContext(context), provider));
      return undefined;
    },
    setIdentityGroups: async ({ provider, body: { groups } }, context) =>
      present(valueOf(await identity.setGroups(deedContext(context), provider, groups))),
    testIdentityProvider: async ({ provider }, { actor }) =>
      valueOf(await identity.test(actor, provider)),
  };
}

function presentAt(
  publicUrl: string,
  { displayName, mappings, ...facts }: ProviderView,
): IdentityProvider {
  return {
    name: facts.name,
    title: displayName,
    issuer: facts.issuer,
    clientId: facts.clientId,
    scopes: facts.scopes,
    groupsClaim: facts.groupsClaim,
    makesUsers: facts.makesUsers,
    redirectUri: callbackOf(publicUrl, facts.name),
    groups: mappings,
  };
}
