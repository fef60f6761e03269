import type { Actor } from '../accounts/index.ts';
import { addPerson, as, done, setUp } from '../store/accounts-world.contract.ts';
import type { Called, SmallServer } from './small-server.contract.ts';
import { withServer } from './small-server.contract.ts';

/** A token that may do all that its person may. */
export async function tokenFor({ accounts }: SmallServer, actor: Actor): Promise<string> {
  return done(await accounts.tokens.make(as(actor), { name: 'all', scopes: ['admin'] })).secret;
}

/** Alice administers the instance; bob and carol have organizations that know nothing of each other. */
export async function withThree(
  t: Parameters<typeof withServer>[0],
  create?: Parameters<typeof withServer>[1],
): Promise<SmallServer & { readonly alice: string; readonly bob: string; readonly carol: string }> {
  const server = await withServer(t, create);
  const alice = (await setUp(server)).actor;
  const bob = (await addPerson(server, alice, 'bob')).actor;
  const carol = (await addPerson(server, alice, 'carol')).actor;
  for (const [actor, name] of [
    [bob, 'acme'],
    [carol, 'secret-corp'],
  ] as const) {
    done(await server.accounts.organizations.create(as(actor), { name }));
    done(await server.accounts.repositories.create(as(actor), { name: `${name}/shop` }));
    done(await server.accounts.teams.create(as(actor), name, { name: 'core' }));
  }
  const [a, b, c] = [alice, bob, carol].map((actor) => tokenFor(server, actor));
  return { ...server, alice: (await a) ?? '', bob: (await b) ?? '', carol: (await c) ?? '' };
}

export function codeOf({ body }: Called): unknown {
  return body['code'];
}
