import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shownVariable } from './shown-variable.ts';

test('a variable that looks secret by name or value is not shown, an ordinary one is', () => {
  const secret = [
    'DB_PASSWORD=hunter2',
    'MYSQL_ROOT_PASSWD=x',
    'API_KEY=1',
    'AWS_SECRET_ACCESS_KEY=x',
    'NPM_TOKEN=x',
    'npm_config__auth=x',
    'SIGNING_KEY=x',
    'X=AKIAIOSFODNN7EXAMPLE',
    'X=ghp_0123456789abcdefghijABCD',
    'DATABASE_URL=postgres://app:hunter2@db/app',
    'X=-----BEGIN PRIVATE KEY-----',
    'X=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x',
  ];
  for (const text of secret) {
    const { name, value, isRedacted } = shownVariable(text);
    assert.ok(isRedacted, text);
    assert.ok(!text.endsWith(value) && text.startsWith(`${name}=`), text);
  }
  const plain = [
    'PATH=/usr/local/bin:/usr/bin',
    'GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D',
    'NODE_VERSION=20.11.0',
    'MYSQL_PASSWORD=',
    'HOMEPAGE=https://example.com/a:b@c',
    'LANG=C.UTF-8',
  ];
  for (const text of plain) {
    const { name, value, isRedacted } = shownVariable(text);
    assert.deepEqual([`${name}=${value}`, isRedacted], [text, false]);
  }
  assert.deepEqual(shownVariable('ALONE'), { name: 'ALONE', value: '', isRedacted: false });
});
