import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkPassword, createPasswordHasher, createTurns, HASH_COST } from './password.ts';

test('a password is kept as argon2id at the cost that OWASP asks for', async () => {
  const hasher = createPasswordHasher();
  const hashed = await hasher.hash('correct horse battery');
  assert.match(hashed, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  assert.deepEqual(HASH_COST, { memoryCost: 19_456, timeCost: 2 });
  assert.equal(await hasher.verify('correct horse battery', hashed), true);
  assert.equal(await hasher.verify('correct horse batterx', hashed), false);
});

test('without a hash nothing is right, not even the password of nobody', async () => {
  const hasher = createPasswordHasher({ memoryCost: 8, timeCost: 1 });
  assert.equal(await hasher.verify('nobody', undefined), false);
  assert.equal(await hasher.verify('', undefined), false);
});

test('the same letters typed as other code points are the same password', async () => {
  const hasher = createPasswordHasher({ memoryCost: 8, timeCost: 1 });
  const hashed = await hasher.hash('crème brûlée');
  assert.equal(await hasher.verify('cre\u0300me bru\u0302le\u0301e', hashed), true);
});

test('short, common and own names are refused; length counts, not kinds of letters', () => {
  const refused = [
    '',
    'short',
    'aaaaaaaaaaaa',
    'password123',
    'Qwertyuiop1',
    'alice12',
    'x'.repeat(257),
  ];
  for (const password of [
    ...refused,
    'margarethe1',
    '12345678901',
    'letmein drydock'.slice(0, 9),
  ]) {
    assert.ok(!checkPassword(password, ['alice', 'margarethe']).ok, password);
  }
  for (const password of ['correct horse battery', 'tall trees at dusk', 'tr0ub4dor&3xyz']) {
    assert.ok(checkPassword(password, ['alice']).ok, password);
  }
});

test('two are hashed at once, the rest in order, and one that fails holds up nobody', async () => {
  const inTurn = createTurns(2);
  let running = 0;
  let most = 0;
  const order: number[] = [];
  const all = Array.from({ length: 9 }, (_, index) =>
    inTurn(async () => {
      running += 1;
      most = Math.max(most, running);
      order.push(index);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      if (index === 3) throw new Error('broken');
    }),
  );
  const settled = await Promise.allSettled(all);
  assert.equal(most, 2);
  assert.deepEqual(order, [0, 1, 2, 3, 4, 5, 6, 7, 8]);
  assert.equal(settled.filter(({ status }) => status === 'rejected').length, 1);
});
