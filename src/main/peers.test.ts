import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import type { PeersOptions } from './peers.ts';
import { openPeers } from './peers.ts';

function folder(context: TestContext): string {
  const made = mkdtempSync(join(tmpdir(), 'drydock-peers-'));
  context.after(() => rmSync(made, { recursive: true }));
  return made;
}

function options(dataFolder: string, host: string, more: object = {}): PeersOptions {
  return {
    config: { dataFolder, listen: { host, port: 0 }, ...more },
    publicUrl: 'https://registry.example.com',
    port: 7070,
    keys: [Buffer.alloc(32, 'key')],
  };
}

test('a server keeps its id with its data folder, and shares its secret with the key', (context) => {
  const [mine, other] = [folder(context), folder(context)];
  const first = openPeers(options(mine, '127.0.0.1'));
  const again = openPeers(options(mine, '127.0.0.1'));
  const second = openPeers(options(other, '127.0.0.1'));
  assert.equal(again.self.id, first.self.id);
  assert.notEqual(second.self.id, first.self.id);
  assert.deepEqual(second.secrets, first.secrets);
  assert.notDeepEqual(first.secrets, [Buffer.alloc(32, 'key')]);
  writeFileSync(join(mine, 'process-id'), 'spoilt');
  assert.match(openPeers(options(mine, '127.0.0.1')).self.id, /^[0-9a-f-]{36}$/);
});

test('its address is the one that is set, the one listened on, or one of the machine', (context) => {
  const data = folder(context);
  const addressOf = (host: string, more?: object): string =>
    openPeers(options(data, host, more)).self.address;
  assert.equal(addressOf('10.1.2.3'), 'http://10.1.2.3:7070');
  assert.equal(addressOf('::1'), 'http://[::1]:7070');
  assert.equal(addressOf('0.0.0.0', { peerUrl: 'http://one:1' }), 'http://one:1');
  for (const host of ['0.0.0.0', '::']) {
    assert.doesNotMatch(addressOf(host), /0\.0\.0\.0|\[::\]/);
  }
});
