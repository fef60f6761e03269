import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32 } from 'node:zlib';
import { secretsIn } from './secrets-in-text.ts';

/** Letters in no order, made here so that no file of ours has what looks like a token. */
const RANDOM = 'q7Rz2LmX9vTb4WcY8nKd3HsJ6pFg5AeU1oQi0ZtNyBxMrVkSwPhDjClGaEfuIO';
const HEX = '9f3a7c1e5b8d2046af91c3e7d5b80264';
const BASE32 = 'Q3EGRIZ7X2VMN5KD';
const NUMBER = 273_849_501_827;

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** With the checksum that GitHub and npm end theirs in. */
function checked(begins: string): string {
  const body = RANDOM.slice(0, 30);
  let rest = crc32(body);
  let digits = '';
  for (; digits.length < 6; rest = Math.floor(rest / 62)) digits = `${DIGITS[rest % 62]}${digits}`;
  return begins + body + digits;
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64url');
}

function pem(kind: string, material: string): string {
  return `-----BEGIN ${kind}-----\n${material}\n-----END ${kind}-----\n`;
}

const JWT = [
  base64('{"alg":"HS256","typ":"JWT"}'),
  base64('{"sub":"carol"}'),
  RANDOM.slice(0, 43),
].join('.');

const SECRETS: readonly (readonly [rule: string, text: string])[] = [
  ['aws-access-key', `aws_access_key_id = AKIA${BASE32}`],
  ['aws-secret-access-key', `aws_secret_access_key = ${RANDOM.slice(0, 40)}\n`],
  ['aws-secret-access-key', `{"SecretAccessKey": "${RANDOM.slice(0, 40)}"}`],
  ['azure-storage-key', `AccountKey=${(RANDOM + RANDOM).slice(0, 86)}==;`],
  ['digitalocean-token', `dop_v1_${HEX}${HEX}`],
  ['docker-hub-token', `dckr_pat_${RANDOM.slice(0, 27)}`],
  ['github-token', checked('ghp_')],
  ['github-token', `https://${checked('gho_')}@github.com/a/b`],
  ['github-token', `github_pat_${RANDOM.slice(0, 22)}_${RANDOM.slice(0, 59)}`],
  ['gitlab-token', `token: "glpat-${RANDOM.slice(0, 20)}"`],
  ['google-api-key', `key=AIza${RANDOM.slice(0, 35)}`],
  ['hugging-face-token', `hf_${RANDOM.replaceAll(/\d/g, '').slice(0, 34)}`],
  ['json-web-token', `Bearer ${JWT}`],
  ['npm-token', `//registry.npmjs.org/:_authToken=${checked('npm_')}`],
  ['npm-token', `//registry.npmjs.org/:_authToken=9f3a7c1e-5b8d-4046-af91-c3e7d5b80264`],
  ['private-key', pem('RSA PRIVATE KEY', RANDOM + RANDOM)],
  [
    'private-key',
    `{"private_key": "${pem('PRIVATE KEY', `${RANDOM}\n${RANDOM}`).replaceAll('\n', String.raw`\n`)}"}`,
  ],
  ['pypi-token', `pypi-AgEIcHlwaS5vcmc${RANDOM}`],
  [
    'registry-password',
    `{"auths":{"r.io":{"auth": "${Buffer.from('bot:hunter2').toString('base64')}"}}}`,
  ],
  ['secret-key', `sk-ant-api03-${RANDOM}${RANDOM.slice(0, 31)}`],
  ['secret-key', `sk-${RANDOM.slice(0, 20)}T3BlbkFJ${RANDOM.slice(20, 40)}`],
  ['sendgrid-key', `SG.${RANDOM.slice(0, 22)}.${RANDOM.slice(0, 43)}`],
  ['slack-token', `xoxb-${NUMBER}-${NUMBER}-${RANDOM.slice(0, 24)}`],
  [
    'slack-webhook',
    `https://hooks.slack.com/services/T${BASE32.slice(0, 9)}/B${BASE32.slice(0, 9)}/${RANDOM.slice(0, 24)}`,
  ],
  ['stripe-key', `sk_live_${RANDOM.slice(0, 24)}`],
  ['vault-token', `hvs.${RANDOM}${RANDOM.slice(0, 30)}`],
];

test('each kind of secret is found where it begins, and nothing of it is told', () => {
  for (const [rule, text] of SECRETS) {
    const before = 'a line\nx = "';
    const [found, ...others] = secretsIn(`${before}${text}"\n`, 20).filter(
      (one) => one.rule === rule,
    );
    assert.ok(found, `${rule}: ${text}`);
    assert.deepEqual(others, []);
    assert.ok(`${before}${text}`.startsWith(found.begins, found.at));
    assert.ok(found.begins.length <= 25 && !/[A-Za-z0-9]{26}/.test(found.begins));
  }
});

test('examples, words, public keys and what is cut short are none', () => {
  const wrong = checked('ghp_').replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  for (const text of [
    'AKIAIOSFODNN7EXAMPLE',
    'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    wrong,
    'ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    'npm_config_registry_of_the_whole_of_a_company',
    'glpat-your-token-goes-here',
    'task-definition_of_something_long',
    `AIza${'a'.repeat(35)}`,
    `sk_live_${'0'.repeat(24)}`,
    'xoxb-not-a-real-one-at-all',
    pem('PUBLIC KEY', RANDOM + RANDOM),
    pem('CERTIFICATE', RANDOM + RANDOM),
    "if header == '-----BEGIN RSA PRIVATE KEY-----' or header == '-----BEGIN PRIVATE KEY-----':",
    [base64('{"alg":"none"}'), base64('{"sub":"carol"}'), ''].join('.'),
    [base64('{"alg":"HS256"}'), base64('{"sub":"1234567890"}'), RANDOM.slice(0, 43)].join('.'),
    `base64,eyJ${'A'.repeat(300)}`,
    '"auth": "required"',
    `prefix_${checked('ghp_')}`,
  ]) {
    assert.deepEqual(secretsIn(text, 20), [], text);
  }
});

test('no more are named than asked for, and hostile text takes no longer', () => {
  const many = `${checked('ghp_')} `.repeat(30);
  assert.equal(secretsIn(many, 20).length, 20);
  for (const part of [
    'eyJ',
    'eyJ.',
    '-----BEGIN ',
    '-----BEGIN PRIVATE KEY-----',
    'ghp_',
    '"auth" :',
    'sk-',
    'hvs.',
    'AccountKey=',
    'SecretAccessKey ',
  ]) {
    const text = part.repeat(1_000_000 / part.length);
    assert.deepEqual(secretsIn(text, 20), [], part);
  }
});
