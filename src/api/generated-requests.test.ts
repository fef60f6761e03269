import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AREAS } from './contract/areas.ts';
import { generatedRequests, seeded } from './generated-requests.contract.ts';
import { openApiDocument } from './openapi.ts';
import { DIGEST } from './small-server.contract.ts';
import { withThree } from './three-people.contract.ts';

/** bench/api.ts makes as many as one wants. */
const REQUESTS = 1_000;

test('requests made from our own description never break the server (H8, H9, H15)', async (t) => {
  const server = await withThree(t);
  const tokens = [undefined, server.alice, server.bob, server.carol];
  const known = {
    namespace: ['acme', 'secret-corp', 'bob'],
    repository: ['shop', 'shop', 'other'],
    tag: ['v1', 'latest'],
    reference: ['v1', DIGEST],
    digest: [DIGEST],
    team: ['core'],
    user: ['bob', 'carol'],
    name: ['bob', 'fresh'],
  };
  const random = seeded(20_260_101);
  const requests = generatedRequests(openApiDocument(AREAS, '1'), known, random);
  const seen = new Map<number, number>();
  for (let count = 0; count < REQUESTS; count += 1) {
    const request = requests.next().value;
    if (request.operation === 'followRepository' || request.operation === 'deleteAccount') continue;
    const token = tokens[Math.floor(random() * tokens.length)];
    const { method, path, headers, body } = request;
    const { status, text } = await server.call(method, path, { token, headers, body });
    seen.set(status, (seen.get(status) ?? 0) + 1);
    assert.ok(
      status < 500,
      `${method} ${path} ${body ?? ''}: ${status} ${text} ${server.logged[0] ?? ''}`,
    );
    assert.ok(!/syntax error|relation "|pg_|kysely/i.test(text), `${method} ${path}: ${text}`);
  }
  assert.ok(
    (seen.get(200) ?? 0) > REQUESTS / 20,
    `what is right gets through: ${JSON.stringify([...seen])}`,
  );
});
