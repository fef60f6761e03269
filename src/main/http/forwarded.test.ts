import assert from 'node:assert/strict';
import { IncomingMessage } from 'node:http';
import { BlockList, Socket } from 'node:net';
import { test } from 'node:test';
import { createForwarded } from './forwarded.ts';

const trusted = new BlockList();
trusted.addSubnet('10.0.0.0', 8, 'ipv4');
const { addressOf, originOf } = createForwarded(trusted, 'https://registry.example.com');

function request(remoteAddress: string, headers: IncomingMessage['headers']): IncomingMessage {
  const message = new IncomingMessage(Object.assign(new Socket(), {}));
  Object.defineProperty(message.socket, 'remoteAddress', { value: remoteAddress });
  message.headers = headers;
  return message;
}

test('the client is the first address on the way back that is no trusted proxy', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['203.0.113.7', '', '203.0.113.7'],
    ['::ffff:203.0.113.7', '', '203.0.113.7'],
    // Somebody who says to be another.
    ['203.0.113.7', '198.51.100.1', '203.0.113.7'],
    ['10.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['10.0.0.1', '192.0.2.66, 198.51.100.1, 10.9.9.9', '198.51.100.1'],
    ['10.0.0.1', '2001:db8::1', '2001:db8::1'],
    ['10.0.0.1', 'unknown', '10.0.0.1'],
    ['10.0.0.1', '', '10.0.0.1'],
  ];
  for (const [remote, forwarded, client] of cases) {
    const asked = request(remote, { 'x-forwarded-for': forwarded });
    assert.equal(addressOf(asked), client, `${remote} ${forwarded}`);
  }
});

test('the origin is what the client used, as far as it can be believed', () => {
  const proxied = {
    host: 'inside:7070',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'hub.example.org',
  };
  const cases: readonly (readonly [string, IncomingMessage['headers'], string])[] = [
    ['10.0.0.1', proxied, 'https://hub.example.org'],
    ['203.0.113.7', proxied, 'http://inside:7070'],
    ['203.0.113.7', { host: '127.0.0.1:7070' }, 'http://127.0.0.1:7070'],
    ['203.0.113.7', { host: '[::1]:7070' }, 'http://[::1]:7070'],
    // A proxy that does not say that it speaks TLS to clients of the public address.
    ['10.0.0.1', { host: 'registry.example.com' }, 'https://registry.example.com'],
    ['203.0.113.7', { host: 'evil.example/"><script>' }, 'https://registry.example.com'],
    ['203.0.113.7', { host: 'a b' }, 'https://registry.example.com'],
    ['203.0.113.7', {}, 'https://registry.example.com'],
    ['10.0.0.1', { ...proxied, 'x-forwarded-proto': 'gopher' }, 'http://hub.example.org'],
  ];
  for (const [remote, headers, origin] of cases) {
    assert.equal(originOf(request(remote, headers)), origin, JSON.stringify(headers));
  }
});
