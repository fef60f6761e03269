import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createAccounts } from '../accounts/index.ts';
import { allowed, basic, populated, request, tokenFor } from './accounts-populated.contract.ts';
import { as, codeOf, done, ORIGIN, PASSWORD } from './accounts-world.contract.ts';

const MINUTE = 60_000;

describe('tokens of the registry', () => {
  test('scopes are cut to what each may, and less is never an error', async (t) => {
    const { world } = await populated(t);
    const all = 'repository:acme/app:pull,push,delete';
    assert.equal(
      await allowed(world, 'acme/app', { scope: all, ...basic('alice') }),
      'pull,push,delete',
    );
    assert.equal(await allowed(world, 'acme/app', { scope: all, ...basic('bob') }), 'pull,push');
    assert.equal(await allowed(world, 'acme/app', { scope: all, ...basic('carol') }), 'pull');
    assert.equal(await allowed(world, 'acme/app', { scope: all, ...basic('mallory') }), '');
    assert.equal(await allowed(world, 'acme/app', { scope: all }), '');
    const open = 'repository:alice/open:push,pull';
    assert.equal(await allowed(world, 'alice/open', { scope: open }), 'pull');
    assert.equal(await allowed(world, 'alice/open', { scope: open, ...basic('bob') }), 'pull');
    assert.equal(
      await allowed(world, 'alice/open', { scope: open, ...basic('alice') }),
      'pull,push',
    );
  });

  test('every way in which clients write scopes is understood', async (t) => {
    const { world } = await populated(t);
    const bob = basic('bob');
    const shapes: readonly (readonly string[])[] = [
      ['repository:acme/app:push,pull'],
      ['repository:acme/app:pull', 'repository:acme/app:push'],
      ['repository:acme/app:pull repository:acme/app:push'],
      ['repository:acme/app:*'],
      ['repository:acme/app:pull,push,delete,fly'],
      ['repository(plugin):acme/app:pull,push'],
      ['repository:acme/app:pull,push', 'repository:alice/secret:pull', 'nonsense', ':', '', 'a:b'],
    ];
    for (const scope of shapes) {
      assert.equal(
        await allowed(world, 'acme/app', { scope, ...bob }),
        'pull,push',
        scope.join(' '),
      );
    }
  });

  test('a name with a host, in capitals, with escapes or dots opens nothing', async (t) => {
    const { world } = await populated(t);
    const names = [
      'localhost:5000/acme/app',
      'ACME/app',
      'acme%2fapp',
      'acme/../acme/app',
      'acme//app',
      './acme/app',
      'acme/app/',
      'acme/app:latest',
      ' acme/app',
    ];
    for (const name of names) {
      const scope = [`repository:${name}:pull,push`];
      assert.equal(await allowed(world, 'acme/app', { scope, ...basic('alice') }), '', name);
      assert.equal(await allowed(world, name, { scope, ...basic('alice') }), '', name);
    }
  });

  test('a token serves five minutes and not a moment longer, and no other registry', async (t) => {
    const { world } = await populated(t);
    const { accounts } = world;
    const { token, expiresInSeconds, scope } = await tokenFor(world, {
      scope: 'repository:acme/app:pull',
      ...basic('bob'),
    });
    assert.deepEqual([expiresInSeconds, scope], [300, 'repository:acme/app:pull']);
    world.pass(5 * MINUTE - 1);
    assert.ok(await accounts.registry.verifyRegistryToken(token));
    world.pass(1);
    assert.equal(await accounts.registry.verifyRegistryToken(token), undefined);
    const other = await accounts.registry.registryToken(request({ service: 'other.test' }));
    assert.equal(codeOf(other), 'invalid');
  });

  test('a right that was taken is gone with the token; for the API at once', async (t) => {
    const { world, alice, bob } = await populated(t);
    const { accounts } = world;
    const ask = { scope: 'repository:acme/app:pull,push', ...basic('bob') };
    const { token } = await tokenFor(world, ask);
    done(await accounts.organizations.removeMember(as(alice), 'acme', 'bob'));
    assert.equal(codeOf(await accounts.repositories.see(bob, 'acme/app')), 'not-found');
    assert.ok((await accounts.registry.verifyRegistryToken(token))?.allows('acme/app', 'push'));
    assert.equal(await allowed(world, 'acme/app', ask), '');
    world.pass(5 * MINUTE);
    assert.equal(await accounts.registry.verifyRegistryToken(token), undefined);
  });

  test('a personal token is a password with its scopes, for its own name only', async (t) => {
    const { world, bob } = await populated(t);
    const { accounts } = world;
    const scope = 'repository:acme/app:pull,push';
    for (const [scopes, expected] of [
      [['pull'], 'pull'],
      [['push'], 'pull,push'],
      [['read-results'], ''],
      [['admin'], 'pull,push'],
    ] as const) {
      const wanted = { name: `t-${scopes[0]}`, scopes };
      const { secret } = done(await accounts.tokens.make(as(bob), wanted));
      assert.equal(await allowed(world, 'acme/app', { scope, ...basic('bob', secret) }), expected);
      assert.equal(await allowed(world, 'acme/app', { scope, ...basic('Bob', secret) }), expected);
      const other = await accounts.registry.registryToken(
        request({ scope, ...basic('alice', secret) }),
      );
      assert.equal(codeOf(other), 'wrong-credentials');
    }
  });

  test('an organization’s token signs in as organization+name', async (t) => {
    const { world, alice } = await populated(t);
    const { accounts } = world;
    const made = {
      name: 'ci',
      scopes: ['push'],
      expiresAt: world.world.clock.now() + 10 * MINUTE,
    } as const;
    const { secret, row } = done(
      await accounts.tokens.makeForOrganization(as(alice), 'acme', made),
    );
    assert.match(secret, /^ddr_/);
    const scope = ['repository:acme/app:*', 'repository:acme/new:*', 'repository:alice/secret:*'];
    const ask = { scope, ...basic('acme+ci', secret) };
    assert.equal(await allowed(world, 'acme/app', ask), 'pull,push');
    assert.equal(await allowed(world, 'acme/new', ask), 'pull,push');
    assert.equal(await allowed(world, 'alice/secret', ask), '');
    world.pass(10 * MINUTE);
    assert.equal(codeOf(await accounts.registry.registryToken(request(ask))), 'wrong-credentials');
    done(await accounts.tokens.revokeOfOrganization(as(alice), 'acme', row.id));
  });

  test('a refresh token goes on until its password or its token ends', async (t) => {
    const { world, bob } = await populated(t);
    const { accounts } = world;
    const scope = 'repository:acme/app:push,pull';
    const first = await tokenFor(world, {
      scope,
      offline: true,
      clientId: 'docker',
      ...basic('bob'),
    });
    const refresh = first.refreshToken ?? '';
    assert.match(refresh, /^ddo_/);
    const again = { scope, credentials: { kind: 'refresh', token: refresh } } as const;
    assert.equal(await allowed(world, 'acme/app', again), 'pull,push');
    assert.equal((await tokenFor(world, again)).refreshToken, undefined);
    const signedIn = done(
      await accounts.signIn.withPassword({ name: 'bob', password: PASSWORD }, ORIGIN),
    );
    const change = { current: PASSWORD, next: 'another long one', sessionId: signedIn.session.id };
    done(await accounts.account.changePassword(as(bob), change));
    assert.equal(
      codeOf(await accounts.registry.registryToken(request(again))),
      'wrong-credentials',
    );

    const pat = done(await accounts.tokens.make(as(bob), { name: 'laptop', scopes: ['pull'] }));
    const second = await tokenFor(world, { scope, offline: true, ...basic('bob', pat.secret) });
    const byPat = {
      scope,
      credentials: { kind: 'refresh', token: second.refreshToken ?? '' },
    } as const;
    assert.equal(await allowed(world, 'acme/app', byPat), 'pull', 'no more than the token had');
    done(await accounts.tokens.revoke(as(bob), pat.row.id));
    assert.equal(
      codeOf(await accounts.registry.registryToken(request(byPat))),
      'wrong-credentials',
    );
  });

  test('no kind of token serves in the place of another', async (t) => {
    const { world, bob } = await populated(t);
    const { accounts } = world;
    const { secret } = done(await accounts.tokens.make(as(bob), { name: 'ci', scopes: ['admin'] }));
    const { sessionToken } = done(
      await accounts.signIn.withPassword({ name: 'bob', password: PASSWORD }, ORIGIN),
    );
    const { token, refreshToken = '' } = await tokenFor(world, {
      scope: 'repository:acme/app:pull',
      offline: true,
      ...basic('bob'),
    });
    for (const one of [sessionToken, token, refreshToken]) {
      assert.equal(await accounts.access.byToken(one), undefined);
    }
    for (const one of [secret, token, refreshToken]) {
      assert.equal(await accounts.access.bySession(one), undefined);
    }
    for (const one of [secret, sessionToken, refreshToken]) {
      assert.equal(await accounts.registry.verifyRegistryToken(one), undefined);
    }
    for (const one of [secret, sessionToken, token]) {
      const ask = request({ credentials: { kind: 'refresh', token: one } });
      assert.equal(codeOf(await accounts.registry.registryToken(ask)), 'wrong-credentials');
    }
    for (const one of [sessionToken, token, refreshToken]) {
      const ask = request(basic('bob', one));
      assert.equal(codeOf(await accounts.registry.registryToken(ask)), 'wrong-credentials');
    }
  });

  test('another process makes tokens that this one takes, and the other way round', async (t) => {
    const { world } = await populated(t);
    const other = { ...world, accounts: createAccounts(world.world) };
    const ask = { scope: 'repository:acme/app:pull', ...basic('bob') };
    const [here, there] = await Promise.all([tokenFor(world, ask), tokenFor(other, ask)]);
    world.pass(3_000);
    assert.ok(await world.accounts.registry.verifyRegistryToken(there.token));
    assert.ok(await other.accounts.registry.verifyRegistryToken(here.token));
    world.pass(30 * 24 * 60 * MINUTE);
    const later = await tokenFor(other, ask);
    world.pass(3_000);
    assert.ok(await world.accounts.registry.verifyRegistryToken(later.token), 'a new key is found');
    assert.equal((await world.store.signingKeys()).length > 1, true);
    world.pass(31 * 24 * 60 * MINUTE);
    await world.accounts.sweep();
    assert.equal((await world.store.signingKeys()).length, 0);
  });
});
