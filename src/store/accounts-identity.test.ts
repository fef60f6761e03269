import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Actor } from '../accounts/index.ts';
import type { TestAccounts } from './accounts-world.contract.ts';
import {
  addPerson,
  as,
  codeOf,
  done,
  ORIGIN,
  setUp,
  withAccounts,
} from './accounts-world.contract.ts';
import type { Claims, TestProvider } from './identity-provider.contract.ts';
import { CALLBACK, CLIENT, withProvider } from './identity-provider.contract.ts';

const BASE = {
  displayName: 'Corp',
  clientId: CLIENT.clientId,
  scopes: [],
  groupsClaim: 'groups',
} as const;

interface Linked {
  readonly world: TestAccounts;
  readonly provider: TestProvider;
  readonly alice: Actor;
}

async function linked(t: Parameters<typeof withAccounts>[0], makesUsers = true): Promise<Linked> {
  const [world, provider] = await Promise.all([withAccounts(t), withProvider(t)]);
  const alice = (await setUp(world)).actor;
  const { clientSecret } = CLIENT;
  const wanted = { ...BASE, name: 'corp', issuer: provider.issuer, makesUsers, clientSecret };
  done(await world.accounts.identity.put(as(alice), wanted));
  return { world, provider, alice };
}

/** The whole way: to the provider, in there as `subject`, and back. */
async function signIn(
  { world, provider }: Linked,
  subject: string,
  claims: Claims,
  linkTo?: Actor,
) {
  const { signIn } = world.accounts;
  provider.present = subject;
  provider.people.set(subject, claims);
  const request = { redirectUri: CALLBACK, returnTo: '/r/acme/app', ...(linkTo && { linkTo }) };
  const { url, state } = done(await signIn.beginWithProvider('corp', request));
  const callbackUrl = await provider.visit(url);
  return signIn.finishWithProvider('corp', { callbackUrl, state }, ORIGIN);
}

const BOB: Claims = {
  preferred_username: 'Bob.Builder',
  name: 'Bob',
  email: 'bob@example.com',
  email_verified: true,
};

test('somebody new gets an account, and the same one the next time', async (t) => {
  const setting = await linked(t);
  const first = done(await signIn(setting, 'sub-1', BOB));
  assert.equal(first.returnTo, '/r/acme/app');
  assert.ok(first.actor.kind === 'user' && first.actor.name === 'bob-builder');
  assert.equal(first.actor.isAdministrator, false);
  const again = done(
    await signIn(setting, 'sub-1', { ...BOB, preferred_username: 'other', email: 'x@y.z' }),
  );
  assert.deepEqual(again.actor, first.actor);
  const namesake = done(await signIn(setting, 'sub-2', { ...BOB, email: 'bob2@example.com' }));
  assert.ok(namesake.actor.kind === 'user' && namesake.actor.name === 'bob-builder-2');
  const reserved = done(await signIn(setting, 'sub-3', { preferred_username: 'admin' }));
  assert.ok(reserved.actor.kind === 'user' && reserved.actor.name === 'admin-2');
});

test('an address links accounts only when it is verified on both sides', async (t) => {
  const setting = await linked(t);
  const { world, alice } = setting;
  const bob = (await addPerson(world, alice, 'bob')).actor;
  done(await world.accounts.account.changeProfile(as(bob), { email: 'bob@example.com' }));
  const before = done(await signIn(setting, 'sub-1', { ...BOB, email_verified: false }));
  assert.ok(before.actor.kind === 'user' && before.actor.name !== 'bob', 'unverified there');
  const here = done(await signIn(setting, 'sub-2', BOB));
  assert.ok(here.actor.kind === 'user' && here.actor.name !== 'bob', 'unverified here');
  const carol = (await addPerson(world, alice, 'carol')).actor;
  done(await world.accounts.account.changeProfile(as(carol), { email: 'carol@example.com' }));
  done(await world.accounts.people.verifyEmail(as(alice), 'carol'));
  const both = done(
    await signIn(setting, 'sub-3', { email: 'Carol@example.com', email_verified: true }),
  );
  assert.ok(both.actor.kind === 'user' && both.actor.name === 'carol');
});

test('a person who is signed in links an identity, and unlinks it, but never the last way in', async (t) => {
  const setting = await linked(t, false);
  const { world, alice } = setting;
  assert.equal(codeOf(await signIn(setting, 'sub-1', BOB)), 'identity-refused');
  const bob = (await addPerson(world, alice, 'bob')).actor;
  const mine = done(await signIn(setting, 'sub-1', BOB, bob));
  assert.ok(mine.actor.kind === 'user' && mine.actor.name === 'bob');
  assert.equal(codeOf(await signIn(setting, 'sub-1', BOB, alice)), 'identity-refused');
  assert.equal(codeOf(await signIn(setting, 'sub-2', BOB, bob)), 'identity-refused');
  done(await world.accounts.account.unlinkIdentity(as(bob), 'corp'));
  assert.equal(codeOf(await signIn(setting, 'sub-1', BOB)), 'identity-refused');
});

test('groups give roles and teams, and take them again; what was given by hand stays', async (t) => {
  const setting = await linked(t);
  const { world, alice } = setting;
  const { accounts } = world;
  for (const name of ['acme', 'other'])
    done(await accounts.organizations.create(as(alice), { name }));
  done(await accounts.teams.create(as(alice), 'acme', { name: 'makers' }));
  done(
    await accounts.identity.setGroups(as(alice), 'corp', [
      { group: 'dev', organization: 'acme', role: 'member', team: 'makers' },
      { group: 'lead', organization: 'acme', role: 'editor' },
      { group: 'dev', organization: 'other', role: 'member' },
    ]),
  );
  const { actor } = done(
    await signIn(setting, 'sub-1', { ...BOB, groups: ['dev', 'lead', 'unknown'] }),
  );
  const roles = async () =>
    done(await accounts.namespaces.mine(actor)).map(({ name, role }) => `${name}:${role}`);
  const makers = async () => done(await accounts.teams.members(alice, 'acme', 'makers')).length;
  assert.deepEqual(await roles(), ['acme:editor', 'bob-builder:owner', 'other:member']);
  assert.equal(await makers(), 1);
  await signIn(setting, 'sub-1', { ...BOB, groups: ['dev'] });
  assert.deepEqual(await roles(), ['acme:member', 'bob-builder:owner', 'other:member']);
  await signIn(setting, 'sub-1', { ...BOB, groups: ['lead'] });
  assert.deepEqual(await roles(), ['acme:editor', 'bob-builder:owner']);
  assert.equal(await makers(), 0);
  const { link } = done(await accounts.invitations.invite(as(alice), 'other', { role: 'member' }));
  done(await accounts.invitations.accept(as(actor), link.slice(link.indexOf('#') + 1)));
  await signIn(setting, 'sub-1', { ...BOB, groups: [] });
  assert.deepEqual(await roles(), ['bob-builder:owner', 'other:member']);
});

test('a sign-in that was begun elsewhere, twice, late or changed is refused', async (t) => {
  const setting = await linked(t);
  const { world, provider } = setting;
  const { signIn: flow } = world.accounts;
  provider.present = 'sub-1';
  provider.people.set('sub-1', BOB);
  const begin = async () =>
    done(await flow.beginWithProvider('corp', { redirectUri: CALLBACK, returnTo: '//evil.test' }));
  const one = await begin();
  const two = await begin();
  const callbackUrl = await provider.visit(one.url);
  const finish = (state: string, url = callbackUrl) =>
    flow.finishWithProvider('corp', { callbackUrl: url, state }, ORIGIN);
  assert.equal(codeOf(await finish(two.state)), 'identity-refused', 'another sign-in’s state');
  assert.equal(codeOf(await finish('')), 'identity-refused');
  assert.equal(codeOf(await finish(`${one.state.slice(0, -4)}AAAA`)), 'identity-refused');
  const changed = new URL(callbackUrl);
  changed.searchParams.set('code', 'x');
  assert.equal(codeOf(await finish(one.state, changed.href)), 'identity-refused');
  const third = await begin();
  const back = await provider.visit(third.url);
  const finished = done(await finish(third.state, back));
  assert.equal(finished.returnTo, '/', 'to no site of somebody else’s');
  assert.equal(codeOf(await finish(third.state, back)), 'identity-refused', 'the code is used');
  const late = await begin();
  const lateBack = await provider.visit(late.url);
  world.pass(10 * 60 * 1000);
  assert.equal(codeOf(await finish(late.state, lateBack)), 'identity-refused');
});

test('only administrators see providers, nobody their secret, and it goes to no other address', async (t) => {
  const { world, alice } = await linked(t);
  const { identity } = world.accounts;
  const bob = (await addPerson(world, alice, 'bob')).actor;
  assert.equal(codeOf(await identity.list(bob)), 'forbidden');
  assert.deepEqual(await identity.choices(), [{ name: 'corp', displayName: 'Corp' }]);
  const listed = done(await identity.list(alice));
  assert.ok(!JSON.stringify(listed).includes(CLIENT.clientSecret));
  const moved = { ...BASE, name: 'corp', issuer: 'https://evil.test', makesUsers: true };
  assert.equal(codeOf(await identity.put(as(alice), moved)), 'invalid');
  assert.equal(
    codeOf(await identity.put(as(alice), { ...moved, issuer: 'file:///etc' })),
    'invalid',
  );
  const unknown = await world.accounts.signIn.beginWithProvider('none', {
    redirectUri: CALLBACK,
    returnTo: '/',
  });
  assert.equal(codeOf(unknown), 'not-found');
});
