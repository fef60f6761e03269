import assert from 'node:assert/strict';
import { createHmac, createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { test } from 'node:test';
import { isRecord } from '../base/index.ts';
import type { Actor } from './actor.ts';
import { DEFAULT_PLANS } from './plans.ts';
import type { SigningKeyRecords, SigningKeyRow } from './ports.ts';
import { signToken, verifyToken } from './registry-token.ts';
import { createSeal } from './seal.ts';
import { createSigningKeys } from './signing-keys.ts';
import type { AccountsWorld } from './world.ts';

const BOB: Actor = { kind: 'user', userId: 7, name: 'bob', isAdministrator: true };
const ACCESS = [{ type: 'repository', name: 'acme/app', actions: ['pull', 'push'] }] as const;

function keyRecords(): SigningKeyRecords & { readonly rows: SigningKeyRow[] } {
  const rows: SigningKeyRow[] = [];
  return {
    rows,
    signingKeys: () => Promise.resolve(rows),
    addSigningKey: (row) => {
      rows.push(row);
      return Promise.resolve();
    },
    removeSigningKeys: () => Promise.resolve(),
  };
}

function withKeys() {
  let now = Date.UTC(2026, 0, 1);
  const store = keyRecords();
  const part = {
    store,
    clock: { now: () => now },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    randomBytes,
    seal: createSeal([randomBytes(32)], randomBytes),
    options: {
      service: 'drydock.test',
      publicUrl: 'https://drydock.test',
      anonymous: 'pull',
      defaultPlans: DEFAULT_PLANS,
      resultsGrace: 0,
      pushedVisibility: 'private',
      organizationsBy: 'anyone',
    },
  } as const;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- tokens use only this part of it
  const world = part as unknown as AccountsWorld;
  const keys = createSigningKeys(world);
  return {
    world,
    keys,
    store,
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    other: (options: Partial<AccountsWorld['options']>): AccountsWorld => ({
      ...world,
      options: { ...world.options, ...options },
    }),
  };
}

interface Parts {
  readonly header: Record<string, unknown>;
  readonly payload: Record<string, unknown>;
}

function partsOf(token: string): Parts {
  const [header = '', payload = ''] = token.split('.');
  return { header: parse(header), payload: parse(payload) };
}

function parse(part: string): Record<string, unknown> {
  const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
  assert.ok(isRecord(value));
  return value;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

test('a token grants what is in it, to whom it is of, and nobody is an administrator by it', async () => {
  const { world, keys } = withKeys();
  const { token } = await signToken(world, keys, BOB, ACCESS);
  const verified = await verifyToken(world, keys, token);
  assert.ok(verified);
  const { grant } = verified;
  assert.ok(grant.allows('acme/app', 'push') && !grant.allows('acme/app', 'delete'));
  assert.ok(!grant.allows('acme/other', 'pull') && !grant.mayList);
  assert.deepEqual(grant.actor, {
    kind: 'user',
    userId: 7,
    name: 'bob',
    isAdministrator: false,
    scopes: ['pull', 'push', 'read-results', 'admin'],
  });
});

test('the private key is nowhere in what is kept, and the algorithm is ES256', async () => {
  const { world, keys, store } = withKeys();
  const { token } = await signToken(world, keys, BOB, ACCESS);
  const { header } = partsOf(token);
  assert.deepEqual(Object.keys(header).toSorted(), ['alg', 'kid', 'typ']);
  assert.equal(header['alg'], 'ES256');
  const [row] = store.rows;
  assert.ok(row && !('d' in row.publicJwk));
  assert.doesNotMatch(Buffer.from(row.privateKey).toString('latin1'), /PRIVATE KEY/);
});

test('forged headers are refused: none, HMAC, keys of their own, keys of nobody', async () => {
  const { world, keys, store } = withKeys();
  const { token } = await signToken(world, keys, BOB, ACCESS);
  const { header, payload } = partsOf(token);
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = publicKey.export({ format: 'jwk' });
  const own = (head: Record<string, unknown>, body: unknown = payload): string => {
    const text = `${encode(head)}.${encode(body)}`;
    const signature = sign('sha256', Buffer.from(text), {
      key: privateKey,
      dsaEncoding: 'ieee-p1363',
    });
    return `${text}.${signature.toString('base64url')}`;
  };
  const publicText = JSON.stringify(store.rows[0]?.publicJwk);
  const hmac = (head: Record<string, unknown>): string => {
    const text = `${encode(head)}.${encode(payload)}`;
    return `${text}.${createHmac('sha256', publicText).update(text).digest('base64url')}`;
  };
  const [, body = '', signature = ''] = token.split('.');
  const forged: Readonly<Record<string, string>> = {
    none: `${encode({ ...header, alg: 'none' })}.${encode(payload)}.`,
    'none with the signature': `${encode({ ...header, alg: 'none' })}.${body}.${signature}`,
    NONE: `${encode({ ...header, alg: 'NONE' })}.${body}.${signature}`,
    'the public key as a secret': hmac({ ...header, alg: 'HS256' }),
    'a key that it brings': own({ ...header, jwk }),
    'a key that it brings, without a kid': own({ alg: 'ES256', typ: header['typ'], jwk }),
    'a key at an address': own({ ...header, jku: 'http://127.0.0.1/keys' }),
    'a certificate': own({ ...header, x5c: ['MIIB'] }),
    'a certificate at an address': own({ ...header, x5u: 'http://127.0.0.1/' }),
    'a foreign key under our kid': own(header),
    'a kid of nobody': own({ ...header, kid: 'nobody' }),
    'a kid that is a path': own({ ...header, kid: '../../etc/passwd' }),
    'a kid that is a query': own({ ...header, kid: "' OR 1=1 --" }),
    'no kid': own({ alg: 'ES256', typ: header['typ'] }),
    'a critical header': own({ ...header, crit: ['x'], x: 1 }),
    'our signature under a jwk': `${encode({ ...header, jwk })}.${body}.${signature}`,
  };
  for (const [what, one] of Object.entries(forged)) {
    assert.equal(await verifyToken(world, keys, one), undefined, what);
  }
});

test('a token that brings a key is refused even if we signed it', async () => {
  const { world, keys, store } = withKeys();
  const { token } = await signToken(world, keys, BOB, ACCESS);
  const { header, payload } = partsOf(token);
  const sealed = store.rows[0]?.privateKey ?? assert.fail();
  const key = createPrivateKey(Buffer.from(world.seal.open(sealed, 'signing key')));
  const signed = (head: Record<string, unknown>): string => {
    const text = `${encode(head)}.${encode(payload)}`;
    const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
    return `${text}.${signature.toString('base64url')}`;
  };
  assert.ok(await verifyToken(world, keys, signed(header)), 'this way of signing is the right one');
  const jwk = store.rows[0]?.publicJwk;
  const brought = [{ jwk }, { jku: 'https://x' }, { x5c: ['MIIB'] }, { x5u: 'https://x' }];
  for (const more of [...brought, { typ: 'JWT' }, { typ: undefined }]) {
    const one = signed({ ...header, ...more });
    assert.equal(await verifyToken(world, keys, one), undefined, JSON.stringify(more));
  }
});

test('a token that is changed, cut or no token at all is refused', async () => {
  const { world, keys } = withKeys();
  const { token } = await signToken(world, keys, BOB, ACCESS);
  const [header = '', payload = '', signature = ''] = token.split('.');
  const more = { ...partsOf(token).payload, access: [{ ...ACCESS[0], name: 'alice/secret' }] };
  const broken = [
    '',
    '.',
    '..',
    '...',
    `${header}.${encode(more)}.${signature}`,
    `${header}.${payload}.`,
    `${header}.${payload}`,
    `${header}.${payload}.${signature}.${signature}`,
    `${header}.${payload}.${'A'.repeat(86)}`,
    ` ${token}`,
    'x'.repeat(100_000),
    `${'x'.repeat(20_000)}.${payload}.${signature}`,
  ];
  for (const one of broken)
    assert.equal(await verifyToken(world, keys, one), undefined, one.slice(0, 80));
  for (let end = 0; end < token.length; end += 7) {
    assert.equal(await verifyToken(world, keys, token.slice(0, end)), undefined);
  }
});

test('issuer, audience, kind and time are held to', async () => {
  const { world, keys, pass, other } = withKeys();
  const { token } = await signToken(world, keys, BOB, ACCESS);
  assert.ok(await verifyToken(world, keys, token));
  for (const options of [{ service: 'other.test' }, { publicUrl: 'https://other.test' }]) {
    assert.equal(await verifyToken(other(options), keys, token), undefined);
    const foreign = await signToken(other(options), keys, BOB, ACCESS);
    assert.equal(await verifyToken(world, keys, foreign.token), undefined, 'ours, for another');
  }
  pass(-11_000);
  assert.equal(await verifyToken(world, keys, token), undefined, 'from the future');
  pass(11_000 + 299_999);
  assert.ok(await verifyToken(world, keys, token));
  pass(1);
  assert.equal(await verifyToken(world, keys, token), undefined, 'over');
});

test('a flood of unknown keys asks the database once in two seconds', async () => {
  const { world, keys, store } = withKeys();
  let reads = 0;
  const counted = {
    ...world,
    store: {
      ...world.store,
      signingKeys: () => {
        reads += 1;
        return Promise.resolve(store.rows);
      },
    },
  };
  const { token } = await signToken(world, keys, BOB, ACCESS);
  const { header, payload } = partsOf(token);
  const fresh = createSigningKeys(counted);
  for (let count = 0; count < 100; count += 1) {
    const forged = `${encode({ ...header, kid: `k${count}` })}.${encode(payload)}.${'A'.repeat(86)}`;
    assert.equal(await verifyToken(counted, fresh, forged), undefined);
  }
  assert.equal(reads, 1);
});
