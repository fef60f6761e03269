import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ServerConfig } from './server-config.ts';
import { readServerConfig } from './server-config.ts';

function read(environment: Record<string, string>, isRoot = false): ServerConfig {
  const config = readServerConfig(environment, isRoot);
  assert.ok(config.ok, config.ok ? '' : config.error.message);
  return config.value;
}

test('an empty environment gives a server on loopback with all of its data in one folder', () => {
  const config = read({ XDG_DATA_HOME: '/x' });
  assert.deepEqual(config.listen, { host: '127.0.0.1', port: 7070 });
  assert.equal(config.dataFolder, '/x/drydock');
  assert.deepEqual(config.blobs, { kind: 'folder', address: '/x/drydock/blobs' });
  assert.equal(config.secretKeyFile, '/x/drydock/secret.key');
  assert.equal(config.anonymous, 'pull');
  assert.equal(config.databaseUrl, undefined);
  assert.equal(read({}, true).dataFolder, '/var/lib/drydock');
});

test('values are read as they are written in documentation', () => {
  const config = read({
    DRYDOCK_LISTEN: '[::]:80',
    DRYDOCK_URL: 'https://registry.example.com/',
    DRYDOCK_TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8,fd00::/8',
    DRYDOCK_BLOBS: 's3://bucket/x?endpoint=http://127.0.0.1:9000',
    DRYDOCK_ANONYMOUS: 'none',
    DRYDOCK_WORKERS: '',
    DRYDOCK_IMAGE_GIB: '2',
    DRYDOCK_SEARCH_SECRETS: 'true',
    DRYDOCK_PLATFORMS: 'linux/amd64, linux/arm64/v8',
  });
  assert.deepEqual(config.listen, { host: '::', port: 80 });
  assert.equal(config.publicUrl, 'https://registry.example.com');
  assert.ok(
    config.trustedProxies.check('10.1.2.3') && config.trustedProxies.check('fd00::1', 'ipv6'),
  );
  assert.equal(config.trustedProxies.check('11.0.0.1'), false);
  assert.equal(config.blobs.kind, 's3');
  assert.equal(config.searchesSecrets, true);
  assert.equal(read({}).searchesSecrets, false);
  assert.ok(config.workers >= 1);
  assert.equal(config.limits.compressedBytes, 2 * 1024 ** 3);
  assert.equal(config.limits.uncompressedBytes, 40 * 1024 ** 3);
  assert.deepEqual(config.platforms, ['linux/amd64', 'linux/arm64/v8']);
});

test('a file gives what the environment does not', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-config-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'drydock.conf');
  writeFileSync(file, '# ours\n\nDRYDOCK_ANONYMOUS = none\nDRYDOCK_LISTEN="0.0.0.0:1"\n');
  const config = read({ DRYDOCK_CONFIG: file, DRYDOCK_LISTEN: '127.0.0.1:2' });
  assert.equal(config.anonymous, 'none');
  assert.equal(config.listen.port, 2);
  for (const [line, message] of [
    ['DRYDOCK_LISTN=x', /DRYDOCK_LISTN is no setting/],
    ['PATH=/bin', /PATH in line 1 of .*DRYDOCK_CONFIG/],
    ['listen everywhere', /DRYDOCK_CONFIG is 'line 1 of /],
    ['DRYDOCK_CONFIG=/etc/other', /DRYDOCK_CONFIG in line 1/],
    ['DRYDOCK_WORKERS=many', /DRYDOCK_WORKERS is 'many'/],
  ] as const) {
    writeFileSync(file, `${line}\n`);
    const refused = readServerConfig({ DRYDOCK_CONFIG: file }, false);
    assert.ok(!refused.ok, line);
    assert.match(refused.error.message, message);
  }
});

/** Key and value, and nothing of it may pass (F16). */
const BAD: readonly (readonly [string, string])[] = [
  ['DRYDOCK_FEED_INTERVALS', '1h,osv=often'],
  ['DRYDOCK_LISTENS', '127.0.0.1:7070'],
  ['DRYDOCK_ADMIN_PASSWORD', 'x'],
  ['DRYDOCK_CONFIG', '/nowhere/drydock.conf'],
  ['DRYDOCK_CONFIG', '/'],
  ['DRYDOCK_IMAGE_GIB', '0'],
  ['DRYDOCK_IMAGE_GIB', '1.5'],
  ['DRYDOCK_UNPACKED_GIB', '40GB'],
  ['DRYDOCK_PLATFORMS', 'amd64'],
  ['DRYDOCK_PLATFORMS', 'linux/amd64,,'],
  ['DRYDOCK_LISTEN', '7070'],
  ['DRYDOCK_LISTEN', '127.0.0.1'],
  ['DRYDOCK_LISTEN', '127.0.0.1:70700'],
  ['DRYDOCK_LISTEN', '127.0.0.1:-1'],
  ['DRYDOCK_LISTEN', '127.0.0.1:http'],
  ['DRYDOCK_LISTEN', '::1:7070'],
  ['DRYDOCK_LISTEN', '[127.0.0.1]:7070'],
  ['DRYDOCK_LISTEN', 'registry.example.com:7070'],
  ['DRYDOCK_LISTEN', '256.0.0.1:7070'],
  ['DRYDOCK_LISTEN', 'http://127.0.0.1:7070'],
  ['DRYDOCK_URL', 'registry.example.com'],
  ['DRYDOCK_URL', 'ftp://registry.example.com'],
  ['DRYDOCK_URL', 'https://registry.example.com/drydock'],
  ['DRYDOCK_URL', 'https://registry.example.com/?a=b'],
  ['DRYDOCK_URL', 'https://alice:secret@registry.example.com'],
  ['DRYDOCK_URL', 'https://'],
  ['DRYDOCK_TLS_CERT', '/etc/tls.crt'],
  ['DRYDOCK_TLS_KEY', '/etc/tls.key'],
  ['DRYDOCK_TRUSTED_PROXIES', 'localhost'],
  ['DRYDOCK_TRUSTED_PROXIES', '10.0.0.0/33'],
  ['DRYDOCK_TRUSTED_PROXIES', '10.0.0.0/'],
  ['DRYDOCK_TRUSTED_PROXIES', '10.0.0.0/8/8'],
  ['DRYDOCK_TRUSTED_PROXIES', 'fd00::/129'],
  ['DRYDOCK_TRUSTED_PROXIES', '127.0.0.1;10.0.0.1'],
  ['DRYDOCK_DATABASE_URL', 'mysql://db/drydock'],
  ['DRYDOCK_DATABASE_URL', 'db.example.com'],
  ['DRYDOCK_DATABASE_URL', 'postgresql://'],
  ['DRYDOCK_BLOBS', 'gs://bucket'],
  ['DRYDOCK_BLOBS', 'https://s3.example.com/bucket'],
  ['DRYDOCK_WORKERS', '0'],
  ['DRYDOCK_WORKERS', '-1'],
  ['DRYDOCK_WORKERS', '1.5'],
  ['DRYDOCK_WORKERS', '257'],
  ['DRYDOCK_WORKERS', '1e2'],
  ['DRYDOCK_OFFLINE', 'yes'],
  ['DRYDOCK_OFFLINE', 'TRUE'],
  ['DRYDOCK_ANONYMOUS', 'read'],
  ['DRYDOCK_ANONYMOUS', 'true'],
  ['DRYDOCK_DELETION', 'false'],
  ['DRYDOCK_PUSHED_VISIBILITY', 'internal'],
  ['DRYDOCK_PULLS', 'redirect'],
  ['DRYDOCK_PULLS', 'apache'],
  ['DRYDOCK_PEER_URL', 'http://one/path'],
  ['DRYDOCK_FIRST_USER_PLAN', 'enterprise'],
  ['DRYDOCK_DEFAULT_PLAN', 'Free'],
  ['DRYDOCK_DEFAULT_ORGANIZATION_PLAN', ' '],
  ['DRYDOCK_ORGANIZATIONS_BY', 'everyone'],
  ['DRYDOCK_RESULTS_GRACE_DAYS', '3651'],
  ['DRYDOCK_RESULTS_GRACE_DAYS', 'forever'],
  ['DRYDOCK_UPGRADE_URL', 'javascript:alert(1)'],
  ['DRYDOCK_LOG_LEVEL', 'trace'],
];

test('each of these stops the start with one line that names the key', () => {
  assert.ok(BAD.length >= 50);
  for (const [key, value] of BAD) {
    const refused = readServerConfig({ [key]: value }, false);
    assert.ok(!refused.ok, `${key}=${value}`);
    assert.match(refused.error.message, new RegExp(`\\b${key}\\b`));
    assert.ok(!refused.error.message.includes('\n'), `${key}=${value}`);
  }
});

test('a password in an address that is refused is not repeated', () => {
  const refused = readServerConfig({ DRYDOCK_DATABASE_URL: 'mysql://u:hunter2@db/x' }, false);
  assert.ok(!refused.ok && !refused.error.message.includes('hunter2'));
});

test('what compose.yaml sets is taken', () => {
  const file = join(import.meta.dirname, '../../compose.yaml');
  const given = { POSTGRES_PASSWORD: 'one', S3_SECRET: 'two' };
  const text = readFileSync(file, 'utf8').replaceAll(
    /\$\{(\w+):[-?]([^}]*)\}/g,
    (_, name: string, other: string) => new Map(Object.entries(given)).get(name) ?? other,
  );
  const settings = text.matchAll(/^ {6}((?:DRYDOCK|AWS)_\w+): (.+)$/gm);
  const config = read(Object.fromEntries([...settings].map(([, name, value]) => [name, value])));
  assert.equal(config.databaseUrl, 'postgresql://drydock:one@database/drydock');
  assert.equal(config.blobs.kind, 's3');
  assert.equal(config.publicUrl, 'http://localhost:7070');
});
