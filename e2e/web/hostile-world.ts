import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeZip } from '../../src/advisories/make-zip.contract.ts';
import { paxHeader, tarFile, tarOf } from '../../src/image/tar-builder.ts';
import { scratch } from '../support/drydock.ts';
import type { Session } from '../support/session.ts';
import { firstFeeds } from './feeds.ts';
import { HOSTILE_MARKDOWN, HOSTILE_NAMES, HOSTILE_TEXTS } from './hostile-texts.ts';
import { pushMade } from './push-made.ts';
import type { WebServer } from './web-server.ts';
import { startWebServer } from './web-server.ts';

/** Names that the grammars allow, and that code may take for something of its own. */
export const ODD: Readonly<Record<'organization' | 'repository' | 'tag', string>> = {
  organization: 'constructor',
  repository: `tags/${'w'.repeat(120)}`,
  tag: `__proto__${'W'.repeat(100)}`,
};

const DESCRIPTION = HOSTILE_NAMES.join(' ').slice(0, 300);
const EACH_DAY = '2024-05-05T00:00:00Z';

/** A server that has something hostile in everything that people, images and advisories can fill. */
export async function startHostileWorld(): Promise<WebServer> {
  const server = await startWebServer({
    env: {
      DRYDOCK_FEEDS: hostileFeeds(),
      DRYDOCK_OFFLINE: 'false',
      DRYDOCK_ALLOWED_NETWORKS: '127.0.0.0/8',
    },
  });
  try {
    await firstFeeds(server.session);
    await fillAccounts(server);
    await fillRepositories(server);
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function fillAccounts({ session, host, user, password }: WebServer): Promise<void> {
  const [name, other] = HOSTILE_NAMES;
  await session.ask('PATCH', '/account', { displayName: name });
  await session.ask('POST', '/organizations', { name: ODD.organization, displayName: other });
  await session.ask('PUT', `/namespaces/${ODD.organization}/activation-default`, {
    isActive: true,
  });
  const scopes = ['pull'];
  for (const [at, text] of HOSTILE_NAMES.entries()) {
    const body = { name: `constructor-${at}`, scopes };
    await session.ask('POST', '/account/tokens', body);
    await session.ask('POST', `/namespaces/${ODD.organization}/tokens`, body);
    const team = { name: `team-${at}`, description: text };
    await session.ask('POST', `/namespaces/${ODD.organization}/teams`, team);
    await signInWith(`http://${host}`, { name: user, password }, text);
  }
  await session.ask('POST', `/namespaces/${ODD.organization}/invitations`, {
    role: 'member',
    teams: ['team-0'],
  });
  await addProvider(session, 'evil');
}

/** A session whose browser says that it is `agent`, as far as a header can. */
async function signInWith(url: string, account: object, agent: string): Promise<void> {
  const answer = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'user-agent': agent.replace(/[^\x20-\x7E]/gu, ''),
    },
    body: JSON.stringify(account),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

async function addProvider(session: Session, id: string): Promise<void> {
  const path = `/administration/identity-providers/${id}`;
  const [title, , , clientId] = HOSTILE_NAMES;
  await session.ask('PUT', path, {
    title,
    issuer: 'https://127.0.0.1:1/"><script>alert(ran=1)</script>',
    clientId,
    clientSecret: 'a secret',
    scopes: HOSTILE_NAMES.slice(0, 5),
    groupsClaim: title,
  });
  const groups = HOSTILE_TEXTS.map((group) => ({
    group: group.slice(0, 500),
    organization: ODD.organization,
    role: 'member',
  }));
  await session.ask('PUT', `${path}/groups`, { groups });
}

async function fillRepositories(server: WebServer): Promise<void> {
  const { session } = server;
  const repository = `${ODD.organization}/${ODD.repository}`;
  await pushMade(server, `${repository}:${ODD.tag}`, {
    layers: [hostileLayer(), tarOf(tarFile('etc/motd', 'x'))],
    history: HOSTILE_TEXTS,
    config: { config: hostileConfig(), author: HOSTILE_TEXTS[0] },
  });
  await pushMade(server, `${repository}:other`, {
    layers: [tarOf(tarFile('etc/os-release', osRelease(HOSTILE_TEXTS[1] ?? '')))],
    config: { architecture: HOSTILE_NAMES[0], os: HOSTILE_NAMES[1], variant: HOSTILE_NAMES[2] },
  });
  const encoded = encodeURIComponent(ODD.repository);
  await session.ask('PATCH', `/repositories/${ODD.organization}/${encoded}/settings`, {
    description: DESCRIPTION,
    readme: HOSTILE_MARKDOWN,
  });
  await server.analyzed(repository, ODD.tag);
  await server.analyzed(repository, 'other');
}

function hostileConfig(): object {
  const byText = Object.fromEntries(HOSTILE_TEXTS.map((text) => [text, text]));
  return {
    Env: HOSTILE_TEXTS.map(
      (text, at) => `${at % 2 === 0 ? text.replaceAll('=', '') : 'E'}=${text}`,
    ),
    Entrypoint: HOSTILE_TEXTS,
    Cmd: HOSTILE_TEXTS,
    Labels: { ...byText, 'org.opencontainers.image.source': 'javascript:alert(ran=1)' },
    User: HOSTILE_TEXTS[0],
    WorkingDir: HOSTILE_TEXTS[14],
    ExposedPorts: Object.fromEntries(HOSTILE_TEXTS.map((text) => [text, {}])),
    Volumes: Object.fromEntries(HOSTILE_TEXTS.map((text) => [text, {}])),
    StopSignal: HOSTILE_TEXTS[1],
  };
}

/** Packages of npm and Debian whose every field is hostile, in folders that are named so. */
function hostileLayer(): Buffer {
  const packages = HOSTILE_TEXTS.map((text, at) =>
    file(
      `${text.replaceAll('/', '').replaceAll('\u0000', '').slice(0, 200)}/node_modules/p${at}/package.json`,
      JSON.stringify({
        name: at % 2 === 0 ? text : `p${at}`,
        version: at % 3 === 0 ? text : '1.0.0',
        license: text,
        description: text,
        homepage: text,
        author: text,
      }),
    ),
  );
  const known = file(
    `srv/${HOSTILE_NAMES[1]}/node_modules/known/package.json`,
    JSON.stringify({ name: 'known', version: '1.0.0', license: HOSTILE_TEXTS[0] }),
  );
  const stanzas = HOSTILE_TEXTS.map((text) => text.replaceAll(/[\r\n]/g, ' ')).map(
    (text, at) =>
      `Package: d${at}${text}\nStatus: install ok installed\nVersion: 1:${text}\nArchitecture: ${text}\nSource: ${text} (${text})\nMaintainer: ${text}\nDescription: ${text}\n`,
  );
  return tarOf(
    tarFile('etc/os-release', osRelease(HOSTILE_TEXTS[0] ?? '')),
    tarFile('var/lib/dpkg/status', stanzas.join('\n')),
    known,
    ...packages,
  );
}

function osRelease(text: string): string {
  return `ID=debian\nVERSION_ID="12"\nPRETTY_NAME='${text.replaceAll("'", '')}'\nVERSION_CODENAME="${text}"\n`;
}

function file(path: string, content: string): Buffer {
  return Buffer.concat([paxHeader({ path }), tarFile('short', content)]);
}

/** OSV's npm with an advisory for each text, in all that it can say; and CISA's catalog. */
function hostileFeeds(): string {
  const folder = mkdtempSync(join(scratch, 'feeds-'));
  const records = HOSTILE_TEXTS.map(advisoryWith);
  mkdirSync(join(folder, 'osv/npm'), { recursive: true });
  const files = records.map((record, at) => [`${at}.json`, JSON.stringify(record)] as const);
  writeFileSync(join(folder, 'osv/npm/all.zip'), makeZip(Object.fromEntries(files)));
  writeFileSync(
    join(folder, 'osv/npm/modified_id.csv'),
    records.map((record) => `${EACH_DAY},${String(record['id'])}\n`).join(''),
  );
  mkdirSync(join(folder, 'kev'));
  const [vendor, product, action] = HOSTILE_TEXTS;
  writeFileSync(
    join(folder, 'kev/known_exploited_vulnerabilities.json'),
    JSON.stringify({
      vulnerabilities: HOSTILE_TEXTS.map((text, at) => ({
        cveID: `CVE-2024-${1000 + at}`,
        vendorProject: vendor,
        product,
        vulnerabilityName: text,
        dateAdded: at === 0 ? text : '2024-05-05',
        dueDate: '2024-06-06',
        requiredAction: action,
        notes: text,
        cwes: [text],
      })),
    }),
  );
  return folder;
}

export const hostileId = (at: number): string => `GHSA-hhhh-hhhh-${String(2000 + at)}`;

function advisoryWith(text: string, at: number): Readonly<Record<string, unknown>> {
  return {
    schema_version: '1.6.0',
    // The last one may be refused: its own id is hostile.
    id: at === HOSTILE_TEXTS.length - 1 ? (HOSTILE_NAMES[0] ?? '') : hostileId(at),
    aliases: [`CVE-2024-${1000 + at}`, text],
    related: [text],
    summary: text,
    details: `${text}\n\n${HOSTILE_MARKDOWN}`,
    published: EACH_DAY,
    modified: EACH_DAY,
    affected: [
      { package: { ecosystem: 'npm', name: 'known', purl: text }, ...affectedBy(text) },
      { package: { ecosystem: 'npm', name: text }, ...affectedBy(text) },
    ],
    references: [
      { type: 'WEB', url: text },
      { type: text, url: 'javascript:alert(ran=1)' },
      { type: 'WEB', url: `https://elsewhere.example/${text}` },
    ],
    credits: [{ name: text, contact: [text], type: text }],
    severity: [
      {
        type: 'CVSS_V3',
        score: at % 2 === 0 ? text : 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
      },
    ],
    database_specific: { severity: at % 2 === 0 ? 'HIGH' : text, cwe_ids: [text], source: text },
  };
}

function affectedBy(text: string): object {
  return {
    ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: `2.0.0-${text}` }] }],
    versions: ['1.0.0', text],
    ecosystem_specific: { severity: text },
    database_specific: { source: text },
  };
}
