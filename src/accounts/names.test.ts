import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkEmail, checkLabel, checkNamespaceName, checkRepositoryName } from './names.ts';

test('a name is one component of a repository, in lower case, of 2 to 39 characters', () => {
  for (const name of ['ab', 'alice', 'a1', '7zip', 'a.b', 'a_b', 'a-b', 'x'.repeat(39)]) {
    assert.deepEqual(checkNamespaceName(name), { ok: true, value: name });
  }
  const refused = [
    '',
    'a',
    'x'.repeat(40),
    'Alice',
    '-a',
    'a-',
    'a--b',
    'a..b',
    'a/b',
    'a b',
    'ä1',
  ];
  for (const name of [...refused, 'a\n', 'a%2f', '..', 'ab\u0000', 'a:b']) {
    const checked = checkNamespaceName(name);
    assert.ok(!checked.ok && checked.error.code === 'name-invalid', JSON.stringify(name));
  }
});

test('paths of the product and names of power are nobody’s', () => {
  for (const name of ['api', 'v2', 'token', 'ns', 'setup', 'admin', 'library', 'null']) {
    const checked = checkNamespaceName(name);
    assert.ok(!checked.ok && checked.error.code === 'name-taken', name);
  }
  assert.ok(!checkNamespaceName('r').ok);
});

test('a repository has a namespace and a path, as the OCI grammar has it', () => {
  const checked = checkRepositoryName('alice/tools/a__b--c.d');
  assert.deepEqual(checked, {
    ok: true,
    value: { namespace: 'alice', name: 'alice/tools/a__b--c.d' },
  });
  const refused = ['alice', 'alice/', '/alice', 'alice//x', 'alice/../bob/x', 'alice/X', 'a:1/b/c'];
  for (const name of [
    ...refused,
    'alice/x%2fy',
    'alice/a___b',
    'alice/-x',
    `a/${'x'.repeat(199)}`,
  ]) {
    const checked = checkRepositoryName(name);
    assert.ok(!checked.ok && checked.error.code === 'name-invalid', name);
  }
});

test('the check of a name takes linear time', () => {
  assert.ok(!checkRepositoryName(`a/${'-'.repeat(10_000_000)}`).ok);
  assert.ok(!checkNamespaceName('a'.repeat(10_000_000)).ok);
});

test('teams and tokens may have names that are reserved for namespaces', () => {
  assert.ok(checkLabel('security').ok);
  assert.ok(!checkLabel('Security').ok);
});

test('addresses are kept in lower case, and hide nothing', () => {
  assert.deepEqual(checkEmail('Alice@Example.COM'), { ok: true, value: 'alice@example.com' });
  for (const text of ['alice', '@x', 'a@', 'a b@c', 'a@b\n', 'a@b>', `${'a'.repeat(250)}@b.cd`]) {
    assert.ok(!checkEmail(text).ok, text);
  }
});
