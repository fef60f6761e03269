import assert from 'node:assert/strict';
import { test } from 'node:test';
import { populated } from './accounts-populated.contract.ts';
import { as, codeOf, done, ORIGIN, PASSWORD } from './accounts-world.contract.ts';

test('every write leaves one line with who, what, to what, how it went and from where', async (t) => {
  const { world, alice, bob } = await populated(t);
  const { accounts } = world;
  const before = done(await accounts.audit.ofInstance(alice, { limit: 500 })).length;
  const writes = [
    [
      'namespace.set-plan',
      'acme',
      'done',
      () => accounts.namespaces.setPlan(as(alice), 'acme', 'business'),
    ],
    [
      'namespace.set-plan',
      'acme',
      'forbidden',
      () => accounts.namespaces.setPlan(as(bob), 'acme', 'free'),
    ],
    [
      'team.create',
      'acme: two',
      'done',
      () => accounts.teams.create(as(alice), 'acme', { name: 'two' }),
    ],
    [
      'team.create',
      'acme: two',
      'name-taken',
      () => accounts.teams.create(as(alice), 'acme', { name: 'two' }),
    ],
    [
      'member.set-role',
      'acme: bob',
      'done',
      () => accounts.organizations.setRole(as(alice), 'acme', 'bob', 'editor'),
    ],
    [
      'repository.activate',
      'acme/app',
      'done',
      () => accounts.repositories.activate(as(alice), 'acme/app'),
    ],
    [
      'repository.activate',
      'alice/secret',
      'not-found',
      () => accounts.repositories.activate(as(bob), 'alice/secret'),
    ],
    [
      'repository.delete',
      'acme/other',
      'done',
      () => accounts.repositories.remove(as(alice), 'acme/other'),
    ],
    [
      'token.create',
      'bob',
      'done',
      () => accounts.tokens.make(as(bob), { name: 'ci', scopes: ['pull'] }),
    ],
    [
      'account.change',
      'bob',
      'done',
      () => accounts.account.changeProfile(as(bob), { displayName: 'Bob' }),
    ],
    [
      'organization.create',
      'bobs',
      'done',
      () => accounts.organizations.create(as(bob), { name: 'bobs' }),
    ],
  ] as const;
  for (const [deed, object, result, write] of writes) {
    const last = done(await accounts.audit.ofInstance(alice, { limit: 1 }))[0]?.id;
    assert.equal(codeOf(await write()), result);
    const entries = done(await accounts.audit.ofInstance(alice, { limit: 5 }));
    const fresh = entries.filter(({ id }) => id > (last ?? 0));
    assert.equal(fresh.length, 1, `${deed} ${object}`);
    const [entry] = fresh;
    assert.deepEqual([entry?.deed, entry?.object, entry?.result], [deed, object, result]);
    assert.deepEqual([entry?.requestId, entry?.address], ['r-2', ORIGIN.address]);
    assert.equal(entry?.actor, entry?.actorId === 1 ? 'alice' : 'bob');
  }
  const after = done(await accounts.audit.ofInstance(alice, { limit: 500 }));
  assert.equal(after.length, before + writes.length);
});

test('the owner reads the lines of the organization, and no others; a member none', async (t) => {
  const { world, alice, bob } = await populated(t);
  const { audit, organizations } = world.accounts;
  done(await organizations.create(as(bob), { name: 'bobs' }));
  const lines = done(await audit.ofNamespace(alice, 'acme', { limit: 500 }));
  assert.ok(lines.length > 5 && lines.every(({ object }) => object.startsWith('acme')));
  const own = done(await audit.ofNamespace(bob, 'bobs', { limit: 5 }));
  assert.deepEqual(
    own.map(({ deed, object, result }) => [deed, object, result]),
    [['organization.create', 'bobs', 'done']],
  );
  assert.equal(codeOf(await audit.ofNamespace(bob, 'acme', { limit: 5 })), 'forbidden');
  assert.equal(codeOf(await audit.ofInstance(bob, { limit: 5 })), 'forbidden');
  const [first] = done(await audit.ofInstance(alice, { limit: 1 }));
  const [next] = done(await audit.ofInstance(alice, { limit: 1, before: first?.id ?? 0 }));
  assert.ok(first && next && next.id < first.id);
});

test('the log cannot be changed, cut or emptied, not even by hand', async (t) => {
  const { world } = await populated(t);
  for (const sql of [
    "UPDATE audit_log SET result = 'done'",
    'DELETE FROM audit_log',
    'TRUNCATE audit_log',
  ]) {
    await assert.rejects(world.database.pool.query(sql), /only ever added to/, sql);
  }
});

test('no secret is in the log, nor readable anywhere in the database', async (t) => {
  const { world, alice } = await populated(t);
  const { accounts } = world;
  const token = done(await accounts.tokens.make(as(alice), { name: 'ci', scopes: ['admin'] }));
  const robot = done(
    await accounts.tokens.makeForOrganization(as(alice), 'acme', { name: 'ci', scopes: ['push'] }),
  );
  const invited = done(await accounts.invitations.invite(as(alice), 'acme', { role: 'owner' }));
  const signedIn = done(
    await accounts.signIn.withPassword({ name: 'alice', password: PASSWORD }, ORIGIN),
  );
  await accounts.signIn.withPassword({ name: 'alice', password: 'canary-wrong' }, ORIGIN);
  const registry = done(
    await accounts.registry.registryToken({
      credentials: { kind: 'basic', name: 'alice', password: PASSWORD },
      scopes: [],
      service: 'drydock.test',
      offline: true,
      address: ORIGIN.address,
      requestId: 'r',
    }),
  );
  const provider = {
    name: 'corp',
    displayName: 'Corp',
    issuer: 'https://id.test',
    clientId: 'drydock',
  };
  const rest = {
    clientSecret: 'canary-client',
    scopes: [],
    groupsClaim: 'groups',
    makesUsers: true,
  };
  done(await accounts.identity.put(as(alice), { ...provider, ...rest }));
  const secrets = [
    PASSWORD,
    'canary-wrong',
    'canary-client',
    token.secret,
    robot.secret,
    invited.link.slice(invited.link.indexOf('#') + 1),
    signedIn.sessionToken,
    registry.refreshToken ?? assert.fail(),
    registry.token,
  ];
  const tables = await world.database.pool.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
  );
  for (const { name } of tables.rows) {
    const { rows } = await world.database.pool.query(
      `SELECT row_to_json(t)::text AS row FROM ${name} t`,
    );
    const text = JSON.stringify(rows);
    for (const secret of secrets) assert.ok(!text.includes(secret), name);
  }
});
