import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { firstFeeds, mirrorOf } from './feeds.ts';
import type { WebServer, WebServerOptions } from './web-server.ts';
import { startWebServer } from './web-server.ts';

const NEEDED = ['osv/npm', 'osv/PyPI', 'osv/Maven', 'osv/Go', 'debian-security-tracker'];
const MORE = ['alpine-secdb', 'kev', 'epss', 'endoflife'];
const PASSWORD = 'a long password of bob';

const README = `# Shop

The shop of **Acme**. Run it with

\`\`\`
docker run -p 8080:8080 shop
\`\`\`

| variable | meaning |
|---|---|
| \`PORT\` | where it listens |
| \`DATABASE_URL\` | a PostgreSQL |

See [the handbook](https://handbook.example.com/shop). <script>alert(1)</script>
`;

/**
 * A server like one in use: alice on Pro, the organization acme on Team with bob as a member, repositories with
 * several tags, findings, gaps, an index, an image of nothing. With `data` it is made once and gone on with.
 */
export async function startFullWorld(options: WebServerOptions = {}): Promise<WebServer> {
  const server = await startWebServer({
    ...options,
    env: {
      DRYDOCK_FEEDS: mirrorOf([...NEEDED, ...MORE]),
      DRYDOCK_OFFLINE: 'false',
      DRYDOCK_FEEDBACK_URL: 'mailto:registry@example.com',
      ...options.env,
    },
  });
  const done = options.data === undefined ? undefined : join(options.data, 'world-is-full');
  if (done !== undefined && existsSync(done)) return server;
  await firstFeeds(server.session);
  await fill(server);
  if (done !== undefined) writeFileSync(done, '');
  return server;
}

async function fill(server: WebServer): Promise<void> {
  const { session } = server;
  await session.ask('POST', '/organizations', { name: 'acme', displayName: 'Acme Corporation' });
  for (const namespace of ['acme', 'alice']) {
    await session.ask('PUT', `/namespaces/${namespace}/activation-default`, { isActive: true });
  }
  await session.ask('POST', '/namespaces/acme/teams', {
    name: 'builders',
    description: 'Who build',
  });
  await addBob(server);
  await server.push('debian-bookworm-slim', 'acme/shop:1.3');
  await server.push('debian-bookworm-slim', 'acme/shop:1.4');
  await server.analyzed('acme/shop', '1.4');
  await server.push('small-node', 'acme/shop:1.4');
  await server.push('small-node', 'acme/shop:latest');
  await server.push('small-java', 'acme/team/billing:2.0');
  await server.push('multiarch-alpine-3.18', 'acme/base:3.18');
  await server.push('alpine-3.18', 'alice/alpine:3.18');
  await server.push('empty', 'alice/odd:empty');
  await server.push('odd-truncated', 'alice/odd:truncated').catch(() => undefined);
  await session.ask('PATCH', '/repositories/acme/shop/settings', {
    description: 'The shop, as customers see it',
    readme: README,
  });
  const tags = ['acme/shop:1.3', 'acme/shop:1.4', 'acme/team/billing:2.0', 'acme/base:3.18'];
  for (const reference of [...tags, 'alice/alpine:3.18', 'alice/odd:empty']) {
    const [repository = '', tag = ''] = reference.split(':');
    await server.analyzed(repository, tag);
  }
}

/** Who came by an invitation, and is a member of acme. */
async function addBob({ session, url }: WebServer): Promise<void> {
  const invitation = await session.ask('POST', '/namespaces/acme/invitations', { role: 'member' });
  const answer = await fetch(`${url}/api/v1/invitations/accept`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      token: invitation['token'],
      account: { name: 'bob', displayName: 'Bob Builder', password: PASSWORD },
    }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}
