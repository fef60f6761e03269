/**
 * The API over a large fleet: makes a database of 100,000 tags and five million findings in an embedded
 * PostgreSQL, asks a server on it for the lists that pages show, and says which are over the target. `--keep
 * FOLDER` keeps the data for another run.
 *
 *     node bench/fleet-api.ts [--rounds 40] [--images 50000] [--keep FOLDER]
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Actor } from '../src/accounts/index.ts';
import {
  createAccounts,
  createPasswordHasher,
  createSeal,
  DEFAULT_GRACE,
  DEFAULT_PLANS,
  newKeyFile,
  readKeyFile,
} from '../src/accounts/index.ts';
import { starterSnapshot } from '../src/advisories/index.ts';
import type { Log, Result } from '../src/base/index.ts';
import type { Database } from '../src/store/index.ts';
import {
  createAccountsStore,
  migrate,
  openDatabase,
  startEmbeddedDatabase,
} from '../src/store/index.ts';
import { addReports, keepConfig } from './fleet-reports.ts';
import type { FleetRoute } from './fleet-routes.ts';
import { fleetRoutes } from './fleet-routes.ts';
import { fillFleet } from './fleet-rows.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '40' },
    images: { type: 'string', default: '50000' },
    keep: { type: 'string' },
  },
});
const QUIET: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const PASSWORD = 'correct horse battery';
const images = Number(values.images);
const size = {
  repositories: Math.round(images / 25),
  images,
  versions: 60_000,
  vulnerabilities: 20_000,
  findings: 100,
};
const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'drydock-fleet-'));
const dataFolder = join(folder, 'data');
const tokensFile = join(folder, 'tokens.json');

const TARGET_MS = 300;

/** Not counted: connections are opened, and code is compiled. */
const WARM_ROUNDS = 3;

interface Tokens {
  readonly olga: string;
  readonly tim: string;
}

try {
  if (!existsSync(tokensFile)) {
    mkdirSync(dataFolder, { recursive: true });
    chmodSync(folder, 0o755);
    writeFileSync(tokensFile, JSON.stringify(await make()));
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as it was written above
  const tokens = JSON.parse(readFileSync(tokensFile, 'utf8')) as Tokens;
  const server = await serve();
  try {
    await ask(server.url, tokens);
  } finally {
    server.child.kill('SIGTERM');
    await new Promise((resolve) => server.child.once('exit', resolve));
  }
} finally {
  if (values.keep === undefined) rmSync(folder, { recursive: true, force: true });
}

/** Olga owns everything, Tim one team of twenty. */
async function make(): Promise<Tokens> {
  const embedded = value(await startEmbeddedDatabase({ dataFolder, log: QUIET }));
  const database = value(await openDatabase({ url: embedded.url, log: QUIET }));
  value(await migrate(database, QUIET));
  const people = await makePeople(database);
  const started = performance.now();
  const say = (step: string): void => {
    console.error(`${((performance.now() - started) / 1000).toFixed(0)} s: ${step}`);
  };
  const config = await keepConfig(dataFolder);
  const snapshot = (await starterSnapshot()).digest;
  await fillFleet(database, size, { owner: 'olga', snapshot, config }, say);
  say('reports');
  await addReports(database, config);
  const { rows } = await database.pool.query<{ tags: number; findings: number; size: string }>(
    `select (select count(*) from tags) as tags, (select count(*) from repository_images i
      join match_findings m on m.match_set_id = i.match_set_id) as findings,
      pg_size_pretty(pg_database_size(current_database())) as size`,
  );
  console.log(`made in ${((performance.now() - started) / 1000).toFixed(0)} s:`, rows[0]);
  await database.close();
  await embedded.stop();
  return people;
}

function as(actor: Actor) {
  return { actor, requestId: 'r', address: '127.0.0.1' };
}

async function makePeople(database: Database): Promise<Tokens> {
  const keyText = newKeyFile(randomBytes);
  writeFileSync(join(dataFolder, 'secret.key'), keyText, { mode: 0o600 });
  const accounts = createAccounts({
    store: createAccountsStore(database),
    clock: { now: () => Date.now() },
    log: QUIET,
    randomBytes,
    seal: createSeal(value(readKeyFile(keyText)), randomBytes),
    hasher: createPasswordHasher(),
    callOut: () => Promise.reject(new Error('nobody is asked')),
    options: {
      service: 'bench',
      publicUrl: 'http://127.0.0.1',
      anonymous: 'pull',
      defaultPlans: DEFAULT_PLANS,
      resultsGrace: DEFAULT_GRACE,
      pushedVisibility: 'private',
      organizationsBy: 'anyone',
    },
  });
  const origin = { requestId: 'r', address: '127.0.0.1', userAgent: '' };
  const link = (await accounts.setUp.offer()) ?? '';
  const token = link.slice(link.indexOf('#') + 1);
  const form = { token, name: 'olga', password: PASSWORD };
  const olga = value(await accounts.setUp.complete(form, origin)).actor;
  const invited = value(await accounts.people.invite(as(olga), {})).link;
  const welcome = {
    token: invited.slice(invited.indexOf('#') + 1),
    name: 'tim',
    password: PASSWORD,
  };
  const tim = value(await accounts.invitations.acceptAsNew(welcome, origin)).actor;
  const tokenOf = async (actor: Actor) =>
    value(await accounts.tokens.make(as(actor), { name: 'bench', scopes: ['admin'] })).secret;
  return { olga: await tokenOf(olga), tim: await tokenOf(tim) };
}

async function serve(): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, '../bin/drydock'), 'serve'],
    {
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: folder,
        DRYDOCK_DATA: dataFolder,
        DRYDOCK_LISTEN: '127.0.0.1:0',
        DRYDOCK_OFFLINE: 'true',
        DRYDOCK_LOG_LEVEL: 'error',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let told = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (told += text));
  for (;;) {
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(told)?.[0];
    if (url !== undefined && told.includes(' ready ')) return { child, url };
    if (child.exitCode !== null) throw new Error(`the server did not start: ${told}`);
    await setTimeout(50);
  }
}

/** Of each route and person, times in milliseconds. */
async function ask(url: string, tokens: Tokens): Promise<void> {
  const times = new Map<string, number[]>();
  for (const [who, token] of Object.entries(tokens)) {
    const read = (path: string): Promise<PageAnswer> => get(`${url}/api/v1${path}`, token);
    for (let round = -WARM_ROUNDS; round < Number(values.rounds); round += 1) {
      for (const route of fleetRoutes(round + WARM_ROUNDS, size.repositories)) {
        if (who !== 'olga' && route.isOfOwner) continue;
        const took = await timed(route, read);
        if (round < 0) continue;
        const key = `${who.padEnd(5)} ${route.what}`;
        times.set(key, [...(times.get(key) ?? []), took]);
      }
    }
  }
  tell(times);
}

interface PageAnswer {
  readonly next?: string;
}

async function get(address: string, token: string): Promise<PageAnswer> {
  const response = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
  const text = await response.text();
  if (response.status !== 200) {
    throw new Error(`${address}: ${response.status} ${text.slice(0, 300)}`);
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- lists say so where there is more
  return JSON.parse(text) as PageAnswer;
}

async function timed(
  { path, pagesBefore = 0 }: FleetRoute,
  read: (path: string) => Promise<PageAnswer>,
): Promise<number> {
  let asked = path;
  for (let page = 0; page < pagesBefore; page += 1) {
    const { next } = await read(asked);
    if (next === undefined) break;
    asked = `${path}${path.includes('?') ? '&' : '?'}after=${next}`;
  }
  const from = performance.now();
  await read(asked);
  return performance.now() - from;
}

function tell(times: ReadonlyMap<string, readonly number[]>): void {
  console.log(`load average ${loadavg()[0]?.toFixed(1)}, target p95 ${TARGET_MS} ms`);
  console.log(`${''.padEnd(42)}   min   p50   p95   p99     n`);
  for (const [what, all] of times) {
    const sorted = all.toSorted((a, b) => a - b);
    const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? 0;
    const figures = [at(0), at(0.5), at(0.95), at(0.99), all.length];
    const texts = figures.map((figure) => figure.toFixed(0).padStart(6));
    console.log(`${what.padEnd(42)}${texts.join('')}${at(0.95) > TARGET_MS ? '  over' : ''}`);
  }
}

function value<Value>(
  result: Result<Value, { readonly code: string; readonly message: string }>,
): Value {
  if (result.ok) return result.value;
  throw new Error(`${result.error.code}: ${result.error.message}`);
}
