import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configChecks } from './config-checks.ts';

const LINUX = { os: 'linux', architecture: 'amd64' };
const CLEAN = { user: 'app', environment: [], exposedPorts: ['80/tcp'], history: [] };

test('an image without a fault has no checks, root is told by name, number or absence', () => {
  assert.deepEqual(configChecks(CLEAN, LINUX), []);
  for (const user of ['root', '0', '0:0', 'root:app', '']) {
    assert.deepEqual(ids({ ...CLEAN, user }), ['runs-as-root'], user);
  }
  assert.deepEqual(ids({ environment: [], exposedPorts: [], history: [] }), ['runs-as-root']);
  for (const user of ['1000', 'rooter', '10']) assert.deepEqual(ids({ ...CLEAN, user }), [], user);
  assert.deepEqual(configChecks({ ...CLEAN, user: '' }, { ...LINUX, os: 'windows' }), []);
});

test('the port of SSH, addresses that ADD fetches, and likely secrets are told by their place', () => {
  const history = [
    { createdBy: 'ADD https://example.com/a.tar /', isEmptyLayer: false },
    { createdBy: '/bin/sh -c #(nop) ADD http://example.com/a /a', isEmptyLayer: false },
    { createdBy: 'ADD --checksum=sha256:00 https://example.com/a /a', isEmptyLayer: false },
    { createdBy: 'ADD rootfs.tar /', isEmptyLayer: false },
    { createdBy: 'RUN X_TOKEN=(looks secret: not shown) make', isEmptyLayer: true },
  ];
  const environment = ['PATH=/bin', 'NPM_TOKEN=hunter2', 'EMPTY_TOKEN='];
  const found = configChecks(
    { ...CLEAN, environment, exposedPorts: ['22/tcp', '2222/tcp'], history },
    LINUX,
  );
  assert.deepEqual(
    found.map(({ id, place }) => [id, place]),
    [
      ['exposes-ssh', 'EXPOSE 22'],
      ['secret-in-environment', 'ENV NPM_TOKEN'],
      ['secret-in-history', 'history line 5'],
      ['adds-url', 'history line 1'],
      ['adds-url', 'history line 2'],
    ],
  );
  assert.ok(!JSON.stringify(found).includes('hunter2'));
});

test('a config of ten thousand of them is told in few', () => {
  const environment = Array.from({ length: 10_000 }, (_, at) => `TOKEN_${at}_SECRET=x`);
  assert.equal(configChecks({ ...CLEAN, environment }, LINUX).length, 20);
});

function ids(config: Parameters<typeof configChecks>[0]): readonly string[] {
  return configChecks(config, LINUX).map(({ id }) => id);
}
