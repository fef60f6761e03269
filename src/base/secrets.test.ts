import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSecretVariable, REDACTED, withoutSecrets } from './secrets.ts';

const TOKEN = 'ghp_0123456789abcdefghijABCDEFGHIJ012345';

/** Each with the part that must not be seen. */
const SECRET: readonly (readonly [string, string])[] = [
  ['|1 NPM_TOKEN=hunter2 /bin/sh -c npm ci', 'hunter2'],
  ['ENV DB_PASSWORD=hunter2 PORT=80', 'hunter2'],
  ['RUN API_KEY="hunter2 with spaces" make', 'hunter2 with spaces'],
  ["RUN export SECRET='hunter2'; make", 'hunter2'],
  ['RUN mysql --user root --password hunter2 -e x', 'hunter2'],
  ['RUN tool --api-key=hunter2', 'hunter2'],
  ['RUN git clone https://bot:hunter2@example.com/x.git', 'hunter2'],
  ['RUN curl -H "Authorization: Bearer hunter2.abc" https://example.com', 'hunter2'],
  [`RUN git clone https://${TOKEN}@github.com/x/y`, TOKEN],
  ['RUN aws --id AKIAIOSFODNN7EXAMPLE', 'AKIAIOSFODNN7EXAMPLE'],
  [
    'RUN echo "-----BEGIN RSA PRIVATE KEY-----\nMIIEhunter2\n-----END RSA PRIVATE KEY-----" > k',
    'MIIEhunter2',
  ],
  ['RUN x eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.hunter2', 'hunter2'],
];

test('what looks secret in an instruction is left out, and the rest stays readable', () => {
  for (const [text, secret] of SECRET) {
    const shown = withoutSecrets(text);
    assert.ok(!shown.includes(secret), shown);
    assert.ok(shown.includes(REDACTED), shown);
    assert.equal(shown.split(' ', 1)[0], text.split(' ', 1)[0]);
    assert.equal(withoutSecrets(shown), shown);
  }
  assert.equal(
    withoutSecrets('|2 NPM_TOKEN=hunter2 PORT=80 /bin/sh -c npm ci # buildkit'),
    `|2 NPM_TOKEN=${REDACTED} PORT=80 /bin/sh -c npm ci # buildkit`,
  );
});

test('ordinary instructions stay as they are', () => {
  for (const text of [
    'ENV GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D',
    'ENV PYTHON_VERSION=3.12.1 PATH=/usr/local/bin:/usr/bin',
    'RUN --mount=type=secret,id=npm npm ci',
    'RUN NPM_TOKEN=$TOKEN npm ci',
    'RUN pass=0 make check',
    'RUN adduser --disabled-password --gecos "" app',
    'RUN apt-key adv --keyserver hkp://keys.example.com:80 --recv-keys 573BFD6B3D8FBC64',
    '/bin/sh -c #(nop) ADD file:1f4eb46669b5b6275af19eb7471a6899a61c276aa7d925b8ae99310b14b75b92 in / ',
    'COPY --from=build /app /app',
    'CMD ["node" "server.js"]',
    'RUN curl -fsSL https://example.com:8443/a@b/c',
  ]) {
    assert.equal(withoutSecrets(text), text);
  }
});

test('it takes no longer for hostile text', () => {
  for (const part of [
    'a=',
    '"',
    '--a ',
    'x://',
    'eyJ',
    '-----BEGIN ',
    'A'.repeat(100),
    '\\',
    "'",
  ]) {
    const text = part.repeat(100_000 / part.length);
    assert.equal(typeof withoutSecrets(text), 'string');
  }
});

test('an empty value is no secret', () => {
  assert.equal(isSecretVariable('MYSQL_PASSWORD', ''), false);
});
