/**
 * node bench/api.ts requests [count] [seed]   generated requests: statuses, and the first that breaks
 * node bench/api.ts timing [count]            missing and forbidden: whether time tells them apart (C12, H13)
 */
import { AREAS } from '../src/api/contract/areas.ts';
import { generatedRequests, seeded } from '../src/api/generated-requests.contract.ts';
import { openApiDocument } from '../src/api/openapi.ts';
import { DIGEST } from '../src/api/small-server.contract.ts';
import { withThree } from '../src/api/three-people.contract.ts';

type Server = Awaited<ReturnType<typeof withThree>>;

const [what = 'requests', count = '10000', seed = '1'] = process.argv.slice(2);
const endings: (() => unknown)[] = [];
const after = (end: unknown): void => {
  if (typeof end === 'function') endings.push(() => Reflect.apply(end, undefined, []));
};
const server = await withThree({ after });
try {
  if (what === 'timing') await timing(server, Number(count));
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

/** Pairs that must not be told apart, asked in turns so that a busy machine is busy for both. */
async function timing(server: Server, count: number): Promise<void> {
  const pairs: readonly (readonly [string, string, string])[] = [
    [
      'repository',
      '/api/v1/repositories/secret-corp/shop',
      '/api/v1/repositories/secret-corp/none',
    ],
    [
      'tags',
      '/api/v1/repositories/secret-corp/shop/tags',
      '/api/v1/repositories/secret-void/none/tags',
    ],
    ['namespace', '/api/v1/namespaces/secret-corp', '/api/v1/namespaces/secret-void'],
    ['plan', '/api/v1/namespaces/secret-corp/plan', '/api/v1/namespaces/secret-void/plan'],
  ];
  for (const [name, forbidden, missing] of pairs) {
    const times: [number[], number[]] = [[], []];
    for (let round = 0; round < count + 20; round += 1) {
      for (const [at, path] of (round % 2
        ? [
            [0, forbidden],
            [1, missing],
          ]
        : [
            [1, missing],
            [0, forbidden],
          ]) as [0 | 1, string][]) {
        const from = performance.now();
        await server.call('GET', path, { token: server.bob });
        if (round >= 20) times[at].push(performance.now() - from);
      }
    }
    const [a, b] = [summaryOf(times[0]), summaryOf(times[1])];
    const noise = Math.sqrt(a.error ** 2 + b.error ** 2);
    const z = (a.mean - b.mean) / noise;
    console.log(
      `${name.padEnd(11)} forbidden median ${a.median.toFixed(2)} ms, missing ${b.median.toFixed(2)} ms; ` +
        `trimmed means differ by ${(a.mean - b.mean).toFixed(3)} ms, ${z.toFixed(1)} standard errors (n=${count})`,
    );
  }
}

/** Without the slowest tenth, which are the machine's. */
function summaryOf(all: readonly number[]): { median: number; mean: number; error: number } {
  const sorted = all.toSorted((left, right) => left - right);
  const kept = sorted.slice(0, Math.ceil(sorted.length * 0.9));
  const mean = kept.reduce((sum, one) => sum + one, 0) / kept.length;
  const variance = kept.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (kept.length - 1);
  return {
    median: sorted[Math.floor(sorted.length / 2)] ?? 0,
    mean,
    error: Math.sqrt(variance / kept.length),
  };
}
