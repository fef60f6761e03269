import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { BlockList } from 'node:net';
import { type TestContext, test } from 'node:test';
import { FailureError } from '../../base/index.ts';
import { createGuardedFetch } from './guarded-fetch.ts';
import type { GuardOptions } from './guarded-fetch.ts';
import { mayReach } from './may-reach.ts';

const NONE = { allowed: new BlockList(), onlyAllowed: false };
const GET = { method: 'GET', headers: {}, followsRedirects: true };

test('only addresses of the internet are reached, in whatever form they are written (H1)', () => {
  const barred = [
    '127.0.0.1',
    '127.255.255.254',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '192.0.0.8',
    '198.18.0.1',
    '224.0.0.1',
    '192.0.2.1',
    '198.51.100.1',
    '203.0.113.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'fd00:ec2::254',
    'fec0::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:a9fe:a9fe',
    '0:0:0:0:0:ffff:10.0.0.1',
    '::127.0.0.1',
    '64:ff9b::127.0.0.1',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::1',
    '2002:7f00:1::',
    '2001::1',
    '2001:db8::1',
    '2001:1ff::1',
    '3fff::1',
    '100::1',
    '4000::1',
    'localhost',
    '',
    'not an address',
  ];
  for (const address of barred) assert.equal(mayReach(address, NONE), false, address);
  const open = ['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450::5'];
  for (const address of [...open, '64:ff9b::808:808', '::ffff:8.8.8.8', '3ffe::1']) {
    assert.equal(mayReach(address, NONE), true, address);
  }
});

test('networks that the operator allows are reached, and offline only those', () => {
  const allowed = new BlockList();
  allowed.addSubnet('10.20.0.0', 16, 'ipv4');
  allowed.addSubnet('fd00:1::', 32, 'ipv6');
  const rules = { allowed, onlyAllowed: false };
  for (const address of ['10.20.3.4', 'fd00:1::7', '::ffff:10.20.3.4', '64:ff9b::a14:304']) {
    assert.equal(mayReach(address, rules), true, address);
    assert.equal(mayReach(address, { allowed, onlyAllowed: true }), true, address);
  }
  for (const address of ['10.21.0.1', '127.0.0.1', 'fd00:2::1']) {
    assert.equal(mayReach(address, rules), false, address);
  }
  assert.equal(mayReach('8.8.8.8', { allowed, onlyAllowed: true }), false);
});

test('addresses that a parser makes of other forms are refused before anybody is asked', async () => {
  const guarded = createGuardedFetch({ ...NONE, resolve: () => assert.fail('resolved') });
  const urls = [
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://0/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://169.254.169.254/latest/meta-data/',
    'http://①②⑦.0.0.1/',
    'http://127.0.0.1./',
    'https://10.0.0.1:8443/',
  ];
  for (const url of urls) assert.equal(await codeOf(guarded(url, GET)), 'outgoing.refused', url);
  for (const url of ['file:///etc/passwd', 'gopher://x/', 'http://a:b@example.com/', 'x']) {
    assert.equal(await codeOf(guarded(url, GET)), 'outgoing.address', url);
  }
});

test('a name is refused for any of its addresses, and connects to what was judged', async (t) => {
  const { port, seen } = await server(t, (_, response) => response.end('here'));
  const answers = [['8.8.8.8', '127.0.0.1'], ['10.0.0.1'], []];
  for (const addresses of answers) {
    const guarded = createGuardedFetch({ ...NONE, resolve: resolving(...addresses) });
    assert.equal(await codeOf(guarded(`http://name.test:${port}/`, GET)), 'outgoing.refused');
  }
  assert.deepEqual(seen, []);
  let times = 0;
  const rebinding = async (): Promise<readonly { address: string; family: number }[]> => {
    times += 1;
    return [{ address: times === 1 ? '127.0.0.1' : '8.8.8.8', family: 4 }];
  };
  const allowing = createGuardedFetch({ ...loopback(), resolve: rebinding });
  const response = await allowing(`http://name.test:${port}/x`, GET);
  assert.deepEqual([await response.text(), seen, times], ['here', [`name.test:${port} /x`], 1]);
});

test('each redirect is judged anew, is bounded, and takes no credentials elsewhere', async (t) => {
  const authorizations: (string | undefined)[] = [];
  const other = await server(t, (request, response) => {
    authorizations.push(request.headers.authorization);
    response.end('there');
  });
  const { port } = await server(t, (request, response) => {
    const to = {
      '/in': 'http://169.254.169.254/',
      '/out': `http://127.0.0.1:${other.port}/`,
      '/loop': '/loop',
      '/file': 'file:///etc/passwd',
    }[request.url ?? ''];
    response.writeHead(302, { location: to }).end();
  });
  const guarded = createGuardedFetch(loopback());
  const ask = (path: string, request = GET) => guarded(`http://127.0.0.1:${port}${path}`, request);
  assert.equal(await codeOf(ask('/in')), 'outgoing.refused');
  assert.equal(await codeOf(ask('/loop')), 'outgoing.refused');
  assert.equal(await codeOf(ask('/file')), 'outgoing.address');
  assert.equal(await codeOf(ask('/out', { ...GET, followsRedirects: false })), 'outgoing.refused');
  const secret = { method: 'POST', headers: {}, body: 'secret=1', followsRedirects: true };
  assert.equal(await codeOf(ask('/out', secret)), 'outgoing.refused', 'no body is sent on');
  const headers = { Authorization: 'Bearer x' };
  assert.equal(await (await ask('/out', { ...GET, headers })).text(), 'there');
  assert.deepEqual(authorizations, [undefined]);
});

test('an answer is bounded in bytes and time', async (t) => {
  const { port } = await server(t, (request, response) => {
    if (request.url === '/large') response.end(Buffer.alloc(3_000));
    else if (request.url === '/drip') response.write('{');
  });
  const limits = { bytes: 2_000, milliseconds: 300 };
  const guarded = createGuardedFetch({ ...loopback(), limits });
  const url = `http://127.0.0.1:${port}`;
  assert.equal(await codeOf(guarded(`${url}/large`, GET)), 'outgoing.refused');
  assert.equal(await codeOf(guarded(`${url}/silent`, GET)), 'outgoing.unreachable');
  assert.equal(await codeOf(guarded(`${url}/drip`, GET)), 'outgoing.unreachable');
  const stuck = createGuardedFetch({
    ...loopback(),
    limits,
    resolve: () => Promise.withResolvers<never>().promise,
  });
  assert.equal(await codeOf(stuck('http://name.test/', GET)), 'outgoing.unreachable');
  const nobody = createGuardedFetch({ ...NONE, resolve: () => Promise.reject(new Error('no')) });
  assert.equal(await codeOf(nobody('http://name.test/', GET)), 'outgoing.unreachable');
});

function loopback(): GuardOptions {
  const allowed = new BlockList();
  allowed.addSubnet('127.0.0.0', 8, 'ipv4');
  return { allowed, onlyAllowed: false };
}

function resolving(...addresses: readonly string[]): NonNullable<GuardOptions['resolve']> {
  return () => Promise.resolve(addresses.map((address) => ({ address, family: 4 })));
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'done';
  } catch (error) {
    return error instanceof FailureError ? error.failure.code : String(error);
  }
}

async function server(
  t: TestContext,
  answer: RequestListener,
): Promise<{ readonly port: number; readonly seen: string[] }> {
  const seen: string[] = [];
  const listening = createServer((request, response) => {
    seen.push(`${request.headers.host} ${request.url}`);
    answer(request, response);
  });
  listening.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  t.after(() => {
    listening.closeAllConnections();
    listening.close();
  });
  const address = listening.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, seen };
}
