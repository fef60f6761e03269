/**
 * node bench/api.ts requests [count] [seed]   generated requests: statuses, and the first that breaks
 * node bench/api.ts timing [count]            whether time tells missing from forbidden, on every route that reads (C12)
 * node bench/api.ts sign-in [count]           whether it tells names and tokens that are there from others (H13)
 */
import { randomBytes } from 'node:crypto';
import { makeToken } from '../src/accounts/secret-token.ts';
import { AREAS, ROUTES } from '../src/api/contract/areas.ts';
import { PREFIX } from '../src/api/contract/route.ts';
import { generatedRequests, seeded } from '../src/api/generated-requests.contract.ts';
import { openApiDocument } from '../src/api/openapi.ts';
import { DIGEST } from '../src/api/small-server.contract.ts';
import { recordOf, stringOf } from '../src/base/index.ts';
import { withThree } from '../src/api/three-people.contract.ts';

type Server = Awaited<ReturnType<typeof withThree>>;

const WARM_UP = 20;

const [what = 'requests', count = '10000', seed = '1'] = process.argv.slice(2);
const endings: (() => unknown)[] = [];
const after = (end: unknown): void => {
  if (typeof end === 'function') endings.push(() => Reflect.apply(end, undefined, []));
};
const server = await withThree({ after });
try {
  if (what === 'timing') await timing(forbiddenAndMissing(server), Number(count));
  else if (what === 'sign-in') await timing(await knownAndUnknown(server), Number(count));
  else await requests(server, Number(count), Number(seed));
} finally {
  for (const end of endings.toReversed()) await end();
}

async function requests(server: Server, count: number, seed: number): Promise<void> {
  const random = seeded(seed);
  const tokens = [undefined, server.alice, server.bob, server.carol];
  const known = {
    namespace: ['acme', 'secret-corp', 'bob'],
    repository: ['shop', 'other'],
    tag: ['v1', 'latest'],
    reference: ['v1', DIGEST],
    digest: [DIGEST],
    team: ['core'],
    user: ['bob', 'carol'],
    name: ['bob', 'fresh'],
    provider: ['corp'],
  };
  const seen = new Map<number, number>();
  const generated = generatedRequests(openApiDocument(AREAS, '1'), known, random);
  const started = Date.now();
  for (let done = 0; done < count; done += 1) {
    const { operation, method, path, headers, body } = generated.next().value;
    if (operation === 'followRepository' || operation === 'deleteAccount') continue;
    const token = tokens[Math.floor(random() * tokens.length)];
    const { status, text } = await server.call(method, path, { token, headers, body });
    seen.set(status, (seen.get(status) ?? 0) + 1);
    if (status >= 500) {
      console.error(`${method} ${path} ${body ?? ''}\n${text}\n${server.logged.at(-1) ?? ''}`);
      process.exitCode = 1;
      break;
    }
  }
  const statuses = [...seen].toSorted(([left], [right]) => left - right);
  console.log(`${count} requests, seed ${seed}, ${((Date.now() - started) / 1000).toFixed(0)} s`);
  for (const [status, times] of statuses) console.log(`${status}  ${times}`);
}

interface Pair {
  readonly name: string;
  readonly one: () => Promise<unknown>;
  readonly other: () => Promise<unknown>;
}

function pathAt(path: string, namespace: string, repository: string): string {
  const filled = path
    .replace('{namespace}', namespace)
    .replace('{repository}', repository)
    .replaceAll(/\{(?:tag|reference)\}/g, 'v1')
    .replace('{digest}', DIGEST)
    .replace('{team}', 'core')
    .replace('{id}', 'CVE-2021-44228');
  return `${PREFIX}${filled}`;
}

/** What bob may not know of carol's organization, and the same of one that is not there. */
function forbiddenAndMissing(server: Server): readonly Pair[] {
  return ROUTES.filter(
    ({ method, access, answer, query }) =>
      method === 'GET' &&
      answer.kind !== 'events' &&
      // A file and a comparison want more than a path.
      !(query && ('format' in query.shape || 'before' in query.shape)) &&
      (access.kind === 'namespace' || access.kind === 'repository'),
  ).map(({ id, path }) => ({
    name: id,
    one: () => server.call('GET', pathAt(path, 'secret-corp', 'shop'), { token: server.bob }),
    other: () => server.call('GET', pathAt(path, 'secret-void', 'none'), { token: server.bob }),
  }));
}

/** A wrong password of somebody and of nobody; a token that was revoked, and one that never was. */
async function knownAndUnknown(server: Server): Promise<readonly Pair[]> {
  const token = server.bob;
  const made = await server.call('POST', `${PREFIX}/account/tokens`, {
    token,
    body: { name: 'gone', scopes: ['pull'] },
  });
  const revoked = stringOf(made.body['secret']) ?? '';
  const id = stringOf(recordOf(made.body['token'])['id']) ?? '';
  await server.call('DELETE', `${PREFIX}/account/tokens/${id}`, { token });
  const never = makeToken('ddp', randomBytes);
  const signIn = (name: string) => async () => {
    // So that no try is one too many.
    server.pass(3_600_000);
    await server.call('POST', `${PREFIX}/session`, {
      body: { name, password: 'not the password' },
    });
  };
  const ask = (shown: string) => () => server.call('GET', `${PREFIX}/account`, { token: shown });
  return [
    { name: 'sign-in', one: signIn('carol'), other: signIn('nobody') },
    { name: 'token', one: ask(revoked), other: ask(never) },
  ];
}

/** In turns, the order changing each round, so that a busy machine is busy for both. */
async function timing(pairs: readonly Pair[], count: number): Promise<void> {
  console.log(`medians in ms, and the median of ${count} differences with its 95 % interval`);
  for (const { name, one, other } of pairs) {
    const differences: number[] = [];
    const [ones, others]: [number[], number[]] = [[], []];
    for (let round = 0; round < count + WARM_UP; round += 1) {
      const isFirst = round % 2 === 0;
      const before = isFirst ? await timed(one) : await timed(other);
      const after = isFirst ? await timed(other) : await timed(one);
      if (round < WARM_UP) continue;
      const [a, b] = isFirst ? [before, after] : [after, before];
      ones.push(a);
      others.push(b);
      differences.push(a - b);
    }
    const [low, middle, high] = medianOf(differences);
    const verdict = low <= 0 && high >= 0 ? 'not told apart' : 'APART';
    console.log(
      `${name.padEnd(28)} ${medianOf(ones)[1].toFixed(2)} ${medianOf(others)[1].toFixed(2)}  ` +
        `${middle.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]  ${verdict}`,
    );
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

/** The median between the order statistics that hold it in 95 of 100 samples, whatever the distribution. */
function medianOf(values: readonly number[]): readonly [number, number, number] {
  const sorted = values.toSorted((left, right) => left - right);
  const half = sorted.length / 2;
  const reach = 0.98 * Math.sqrt(sorted.length);
  const at = (rank: number): number =>
    sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(rank)))] ?? 0;
  return [at(half - reach - 1), at(half), at(half + reach)];
}
