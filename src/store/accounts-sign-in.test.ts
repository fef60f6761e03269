import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import type { Origin, SignedIn } from '../accounts/index.ts';
import { createAccounts } from '../accounts/index.ts';
import type { TestAccounts } from './accounts-world.contract.ts';
import {
  addPerson,
  as,
  codeOf,
  done,
  ORIGIN,
  PASSWORD,
  setUp,
  withAccounts,
} from './accounts-world.contract.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function from(address: string): Origin {
  return { ...ORIGIN, address };
}

function signIn({ accounts }: TestAccounts, name: string, password: string, address = '192.0.2.1') {
  return accounts.signIn.withPassword({ name, password }, from(address));
}

/** RFC 6238 written out, so that it is not only our own library that says so. */
function codeAt(secret: string, now: number): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = secret.replaceAll(/./g, (one) => letters.indexOf(one).toString(2).padStart(5, '0'));
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)));
  const digest = createHmac('sha1', key).update(counter).digest();
  const at = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

describe('sessions', () => {
  test('each sign-in has an id of its own, and only its hash is kept', async (t) => {
    const world = await withAccounts(t);
    const first = await setUp(world);
    const second = done(await signIn(world, 'Alice', PASSWORD));
    assert.notEqual(first.sessionToken, second.sessionToken);
    assert.match(second.sessionToken, /^dds_/);
    const { rows } = await world.database.pool.query('SELECT * FROM sessions');
    assert.ok(!JSON.stringify(rows).includes(second.sessionToken));
    const listed = done(await world.accounts.account.sessions(first.actor));
    assert.equal(listed.length, 2);
  });

  test('end when nobody uses them for three days, and after thirty in any case', async (t) => {
    const world = await withAccounts(t);
    const { access } = world.accounts;
    const idle = await setUp(world);
    world.pass(72 * HOUR - 1);
    assert.ok(await access.bySession(idle.sessionToken), 'and that was a use');
    world.pass(72 * HOUR);
    assert.equal(await access.bySession(idle.sessionToken), undefined);
    const busy = done(await signIn(world, 'alice', PASSWORD));
    for (let day = 0; day < 29; day += 1) {
      world.pass(24 * HOUR);
      assert.ok(await access.bySession(busy.sessionToken), `day ${day}`);
    }
    world.pass(24 * HOUR);
    assert.equal(await access.bySession(busy.sessionToken), undefined);
  });

  test('end by signing out, one by one, all others, and all others with a new password', async (t) => {
    const world = await withAccounts(t);
    const { access, account } = world.accounts;
    const { actor } = await setUp(world);
    const sessions: SignedIn[] = [];
    for (let count = 0; count < 4; count += 1)
      sessions.push(done(await signIn(world, 'alice', PASSWORD)));
    const [one, two, three, mine] = sessions;
    assert.ok(one && two && three && mine);
    const live = async (): Promise<boolean[]> =>
      Promise.all(
        sessions.map(async (s) => (await access.bySession(s.sessionToken)) !== undefined),
      );
    await world.accounts.signIn.out(as(actor), one.session.id);
    done(await account.endSession(as(actor), two.session.id));
    assert.deepEqual(await live(), [false, false, true, true]);
    const change = { current: PASSWORD, next: 'tall trees at dusk', sessionId: mine.session.id };
    assert.equal(
      codeOf(await account.changePassword(as(actor), { ...change, current: 'x' })),
      'wrong-credentials',
    );
    assert.equal(
      codeOf(await account.changePassword(as(actor), { ...change, next: 'alice' })),
      'password-unfit',
    );
    done(await account.changePassword(as(actor), change));
    assert.deepEqual(await live(), [false, false, false, true]);
    assert.equal(codeOf(await signIn(world, 'alice', PASSWORD)), 'wrong-credentials');
    done(
      await account.endOtherSessions(
        as(actor),
        done(await signIn(world, 'alice', change.next)).session.id,
      ),
    );
    assert.deepEqual(await live(), [false, false, false, false]);
  });

  test('of somebody else are nobody’s to end', async (t) => {
    const world = await withAccounts(t);
    const alice = await setUp(world);
    const bob = await addPerson(world, alice.actor, 'bob');
    for (const id of [alice.session.id, 'x', "' OR true --"]) {
      assert.equal(codeOf(await world.accounts.account.endSession(as(bob.actor), id)), 'not-found');
    }
    assert.ok(await world.accounts.access.bySession(alice.sessionToken));
  });
});

describe('guessing', () => {
  test('of a thousand tries in a minute ten are looked at; the person signs in all the while', async (t) => {
    const world = await withAccounts(t);
    await setUp(world);
    let looked = 0;
    for (let count = 0; count < 1_000; count += 1) {
      const code = codeOf(await signIn(world, 'alice', `guess number ${count}`, '198.51.100.7'));
      if (code === 'wrong-credentials') looked += 1;
      else assert.equal(code, 'too-many-tries');
      if (count % 100 === 50) {
        assert.equal(codeOf(await signIn(world, 'alice', PASSWORD)), 'done', `try ${count}`);
      }
      world.pass(MINUTE / 1_000);
    }
    assert.ok(looked <= 10 && looked >= 5, `${looked} were looked at`);
  });

  test('from hundreds of networks no more than twenty in the first minute, ten in the next', async (t) => {
    const world = await withAccounts(t);
    await setUp(world);
    const looked = [0, 0];
    for (let count = 0; count < 300; count += 1) {
      const address = `2001:db8:0:${count.toString(16)}::1`;
      const minute = Math.floor(count / 150);
      if (codeOf(await signIn(world, 'alice', 'guess', address)) === 'wrong-credentials') {
        looked[minute] = (looked[minute] ?? 0) + 1;
      }
      world.pass(MINUTE / 150);
    }
    assert.ok((looked[0] ?? 99) <= 20 && (looked[1] ?? 99) <= 10, looked.join());
    assert.equal(codeOf(await signIn(world, 'alice', PASSWORD)), 'done', 'where she was before');
  });

  test('many at once are counted as many, and right ones cost nothing', async (t) => {
    const world = await withAccounts(t);
    await setUp(world);
    const address = '198.51.100.7';
    const tries = await Promise.all(
      Array.from({ length: 40 }, () => signIn(world, 'alice', 'guess', address)),
    );
    assert.ok(tries.map(codeOf).filter((code) => code === 'wrong-credentials').length <= 5);
    const refused = tries.find((one) => codeOf(one) === 'too-many-tries');
    assert.ok(refused && !refused.ok && (refused.error.retryAfterSeconds ?? 0) >= 1);
    for (let count = 0; count < 30; count += 1) {
      assert.equal(codeOf(await signIn(world, 'alice', PASSWORD)), 'done');
    }
  });

  test('a name that nobody has is treated as one that is: same answers, same work', async (t) => {
    const world = await withAccounts(t);
    await setUp(world);
    const work: (string | undefined)[] = [];
    const hasher = {
      ...world.world.hasher,
      verify: (password: string, hash: string | undefined) => {
        work.push(hash);
        return world.world.hasher.verify(password, hash);
      },
    };
    const accounts = createAccounts({ ...world.world, hasher });
    const answers = async (name: string, address: string): Promise<string> => {
      const all = [];
      for (let count = 0; count < 8; count += 1) {
        all.push(await accounts.signIn.withPassword({ name, password: 'guess it' }, from(address)));
      }
      return JSON.stringify(all);
    };
    assert.equal(await answers('nobody', '198.51.100.1'), await answers('alice', '198.51.100.2'));
    assert.deepEqual(
      work.map((hash) => hash === undefined),
      [true, true, true, true, true, false, false, false, false, false],
    );
  });

  test('wrong tokens are slowed for their network, and right ones never', async (t) => {
    const world = await withAccounts(t);
    const { actor } = await setUp(world);
    const { secret } = done(
      await world.accounts.tokens.make(as(actor), { name: 'ci', scopes: ['pull'] }),
    );
    const ask = (password: string) =>
      world.accounts.registry.registryToken({
        credentials: { kind: 'basic', name: 'alice', password },
        scopes: [],
        service: 'drydock.test',
        offline: false,
        address: '198.51.100.9',
        requestId: 'r',
      });
    const codes = [];
    for (let count = 0; count < 60; count += 1)
      codes.push(codeOf(await ask(`ddp_${'0'.repeat(36)}1v8gKP`)));
    assert.ok(codes.includes('too-many-tries'));
    assert.equal(codeOf(await ask(secret)), 'done');
  });
});

/** alice with a second step; `code` is of the present time. */
async function enrolled(t: Parameters<typeof withAccounts>[0]) {
  const world = await withAccounts(t);
  const { accounts } = world;
  const { actor } = await setUp(world);
  const { secret, uri } = done(await accounts.account.beginSecondStep(as(actor)));
  const code = (): string => codeAt(secret, world.world.clock.now());
  const confirmed = await accounts.account.confirmSecondStep(as(actor), {
    secret,
    code: code(),
    password: PASSWORD,
  });
  const { recoveryCodes } = done(confirmed);
  const tryCode = (shown?: string) =>
    accounts.signIn.withPassword(
      { name: 'alice', password: PASSWORD, ...(shown !== undefined && { code: shown }) },
      ORIGIN,
    );
  return { world, actor, secret, uri, code, recoveryCodes, tryCode };
}

describe('the second step', () => {
  test('is asked for only after a right password, and taken once', async (t) => {
    const { world, code, tryCode } = await enrolled(t);
    assert.equal(codeOf(await tryCode()), 'needs-code');
    assert.equal(codeOf(await signIn(world, 'alice', 'wrong one')), 'wrong-credentials');
    assert.equal(
      codeOf(await tryCode(code())),
      'wrong-credentials',
      'the one that confirmed it is used',
    );
    world.pass(30_000);
    const next = code();
    const both = await Promise.all([tryCode(next), tryCode(next)]);
    assert.deepEqual(both.map(codeOf).toSorted(), ['done', 'wrong-credentials']);
    assert.equal(codeOf(await tryCode('000000')), 'wrong-credentials');
  });

  test('is kept sealed, and begins only with a code of its secret', async (t) => {
    const { world, actor, secret } = await enrolled(t);
    const { rows } = await world.database.pool.query('SELECT * FROM users');
    assert.ok(!JSON.stringify(rows).includes(secret));
    const bob = (await addPerson(world, actor, 'bob')).actor;
    const { account } = world.accounts;
    const begun = done(await account.beginSecondStep(as(bob)));
    const wrong = { secret: begun.secret, code: '000000', password: PASSWORD };
    assert.equal(codeOf(await account.confirmSecondStep(as(bob), wrong)), 'wrong-credentials');
    assert.equal(done(await account.profile(bob)).hasSecondStep, false);
  });

  test('recovery codes are good once each, and kept as hashes', async (t) => {
    const { world, recoveryCodes, tryCode } = await enrolled(t);
    const [first = '', second = ''] = recoveryCodes;
    assert.equal(codeOf(await tryCode(first)), 'done');
    assert.equal(codeOf(await tryCode(first)), 'wrong-credentials');
    assert.equal(codeOf(await tryCode(second.toUpperCase())), 'done');
    assert.equal(await world.store.countRecoveryCodes(1), 8);
  });

  test('keeps passwords from the registry, with a clear word; tokens work', async (t) => {
    const { world, actor } = await enrolled(t);
    const ask = (password: string) =>
      world.accounts.registry.registryToken({
        credentials: { kind: 'basic', name: 'alice', password },
        scopes: [],
        service: 'drydock.test',
        offline: false,
        address: ORIGIN.address,
        requestId: 'r',
      });
    const refused = await ask(PASSWORD);
    assert.ok(!refused.ok && refused.error.code === 'needs-token');
    assert.match(refused.error.message, /personal access token as the password/);
    assert.equal(codeOf(await ask('wrong password')), 'wrong-credentials');
    const { secret } = done(
      await world.accounts.tokens.make(as(actor), { name: 'cli', scopes: ['pull'] }),
    );
    assert.equal(codeOf(await ask(secret)), 'done');
  });

  test('ends with password and code, and not with a stolen session alone', async (t) => {
    const { world, actor, code, tryCode } = await enrolled(t);
    const { account } = world.accounts;
    world.pass(60_000);
    assert.equal(
      codeOf(await account.endSecondStep(as(actor), { code: code() })),
      'wrong-credentials',
    );
    const wrong = { code: '000000', password: PASSWORD };
    assert.equal(codeOf(await account.endSecondStep(as(actor), wrong)), 'wrong-credentials');
    done(await account.endSecondStep(as(actor), { code: code(), password: PASSWORD }));
    assert.equal(codeOf(await tryCode()), 'done');
  });
});
