/**
 * Pages of a report of 5,000 packages and 10,000 findings, over HTTP with a real database: as the first
 * request of a process finds them, and as the next ones do. Server and client are one process, so that
 * its CPU time is an upper bound of the server's.
 *
 * node bench/report-view.ts [packages] [findings]
 */
import { type TestContext } from 'node:test';
import { withThree } from '../src/api/three-people.contract.ts';
import { createApi } from '../src/api/create-api.ts';
import { MATCH_REVISION } from '../src/match/index.ts';
import { starterSnapshot } from '../src/advisories/index.ts';
import { analysisRecords } from '../src/store/analyses-records.ts';
import { World } from '../e2e/support/analyses-world.ts';
import type { AnalysesModule } from '../src/analyses/index.ts';
import { BENCH_REVISION, keepReport } from './keep-report.ts';
import { largeImage } from './large-image.ts';
import { medianOf } from './measure.ts';

const [packages = '5000', findings = '10000'] = process.argv.slice(2);
const TARGET_MS = 100;
const RUNS = 15;

const endings: (() => unknown)[] = [];
const context = {
  after: (end: () => unknown) => void endings.push(end),
};
try {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all that a world asks of a test
  await run(await World.make(context as unknown as TestContext));
} finally {
  for (const end of endings.toReversed()) await end();
}

async function run(world: World): Promise<void> {
  const repository = await keepLarge(world);
  for (const name of ['first process', 'second process']) {
    const { module } = await world.serve();
    const server = await withThree(context, (options) =>
      createApi({ ...options, analyses: analysesAt(repository, module) }),
    );
    console.log(`${name}, its first request included:`);
    const base = '/api/v1/repositories/acme/shop/images/1';
    const get = async (path: string): Promise<{ readonly items: readonly { key: string }[] }> => {
      const { status, text } = await server.call('GET', base + path, { token: server.bob });
      if (status !== 200) throw new Error(text);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the schema has it
      return JSON.parse(text) as { items: readonly { key: string }[] };
    };
    const { items } = await timed('first page, cold', 1, () => get('/findings'));
    for (const [what, path] of [
      ['first page', '/findings'],
      ['by vulnerability', '/findings?group=vulnerability'],
      ['three filters', '/findings?severity=critical,high&fixable=true&type=npm'],
      ['search', '/findings?search=library-12'],
      ['sorted by EPSS', '/findings?sort=epss'],
      ['a row opened', `/findings/${items[0]?.key}`],
      ['layers', '/layers'],
    ] as const) {
      await timed(what, RUNS, () => get(path));
    }
  }
}

/** The bench's own database stands in for that of the accounts. */
function analysesAt(repository: number, { analyses }: AnalysesModule): AnalysesModule['analyses'] {
  return {
    ...analyses,
    view: (_, reference, asked) => analyses.view(repository, reference, asked),
    contents: (_, reference, asked) => analyses.contents(repository, reference, asked),
    firstSeen: (_, names) => analyses.firstSeen(repository, names),
  };
}

async function timed<Value>(
  what: string,
  runs: number,
  work: () => Promise<Value>,
): Promise<Value> {
  const wall: number[] = [];
  const cpu: number[] = [];
  let value = await once();
  for (let run = 1; run < runs; run += 1) value = await once();
  const isOver = medianOf(cpu) > TARGET_MS;
  console.log(
    `  ${what.padEnd(18)} ${medianOf(wall).toFixed(0).padStart(5)} ms wall ` +
      `${medianOf(cpu).toFixed(0).padStart(5)} ms CPU${isOver ? `  over ${TARGET_MS}` : ''}`,
  );
  return value;

  async function once(): Promise<Value> {
    const [from, used] = [performance.now(), process.cpuUsage()];
    const made = await work();
    const { user, system } = process.cpuUsage(used);
    wall.push(performance.now() - from);
    cpu.push((user + system) / 1000);
    return made;
  }
}

/** Writes an image and its result as a run would leave them. */
async function keepLarge(world: World): Promise<number> {
  const { kysely } = world.database;
  const repository = await world.repository('acme/shop');
  const digest = await world.push(repository, '1', world.image([['curl=1']]));
  const tagged = { repositoryId: repository, tag: '1', digest };
  await keepReport(kysely, tagged, largeImage(Number(packages), Number(findings)));
  const { digest: snapshot } = await starterSnapshot();
  const present = { analyzer: BENCH_REVISION, match: MATCH_REVISION, snapshot };
  const records = analysisRecords(kysely);
  for (const push of await records.pendingPushes(0, 10)) await records.takePush(push, [], present);
  return repository;
}
