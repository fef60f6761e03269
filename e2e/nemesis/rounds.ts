import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, signedIn } from '../support/raw-registry.ts';
import type { Tally, Writer } from './client.ts';
import { act, resume, Unsure } from './client.ts';
import { emptyRepository } from './model.ts';
import type { Race } from './race.ts';
import { assertWhole, makeRace, RACED, raceUntil } from './race.ts';
import { readBack, readLists } from './read-back.ts';
import type { Seeded } from './seeded.ts';
import { seeded } from './seeded.ts';

/** A server that can be killed and started again on what it left. */
export interface Victim {
  start(): Promise<Started>;
  /** What the nemesis can do to it. `serverDies`: it has to be started again after. */
  readonly blows: readonly Blow[];
  stop(): Promise<void>;
}

export interface Started {
  readonly host: string;
  /** As an administrator does. */
  deleteRepository(name: string): Promise<Response>;
}

export interface Blow {
  readonly name: string;
  readonly serverDies: boolean;
  /** The server stays, and answers 503 until it has a database again. */
  readonly takesDatabase: boolean;
  strike(): Promise<void>;
}

export interface RoundsOptions {
  readonly victim: Victim;
  readonly rounds: number;
  readonly seed: number;
  readonly writers?: number;
  /** Round and what was done to the server, before it is. */
  readonly onRound?: (round: number, blow: string, outcome: Outcome) => void;
}

export interface Outcome {
  readonly acknowledged: number;
  readonly resumed: number;
  readonly readBack: number;
  /** Requests of pushes and deletions that met in one repository. */
  readonly raced: number;
  readonly blows: Readonly<Record<string, number>>;
  /** From a blow that the server survives to its first good answer, at the most. */
  readonly slowestRecoveryMs: number;
  readonly violations: readonly string[];
}

const WRITERS = 8;
/** Of all that was ever written; the rest is read at the end. */
const SAMPLE = 40;
/** The target for a quiet machine is 5 s; whoever takes longer than this does not come back. */
const RECOVERY_MS = 30_000;

/** Writes, strikes, starts again, reads back; round after round, and all of it in the end. */
export async function runRounds(options: RoundsOptions): Promise<Outcome> {
  const { victim, rounds, seed } = options;
  const random = seeded(seed);
  const tally: Tally = { acknowledged: 0, resumed: 0, violations: [], isTroubled: false };
  const writers = makeWriters(options.writers ?? WRITERS, seed, tally);
  const race = makeRace(seed, tally);
  const blows: Record<string, number> = {};
  let [read, slowestRecoveryMs] = [0, 0];
  const outcome = (): Outcome => ({
    ...tally,
    readBack: read,
    raced: race.count,
    blows,
    slowestRecoveryMs,
  });
  let started = await victim.start();
  for (let round = 1; round <= rounds; round += 1) {
    await signIn(writers, race, started);
    const before = writers.map(({ model }) => new Map(model.states));
    const blow = random.pick(victim.blows);
    if (!blow) break;
    blows[blow.name] = (blows[blow.name] ?? 0) + 1;
    options.onRound?.(round, blow.name, outcome());
    const isOver = { value: false };
    const work = [...writers.map((writer) => writeUntil(writer, isOver)), raceUntil(race, isOver)];
    await sleep(50 + random.below(1200));
    tally.isTroubled = blow.takesDatabase;
    await blow.strike();
    if (blow.serverDies) {
      isOver.value = true;
      await Promise.all(work);
      started = await victim.start();
    } else {
      if (blow.takesDatabase) {
        slowestRecoveryMs = Math.max(slowestRecoveryMs, await recovery(started.host, tally));
      } else await sleep(300);
      isOver.value = true;
      await Promise.all(work);
    }
    tally.isTroubled = false;
    await signIn(writers, race, started);
    await assertWhole(race);
    for (const [at, writer] of writers.entries()) {
      await resume(writer).catch(unlessUnsure);
      read += await readBack(writer, keysToRead(writer, before[at] ?? new Map(), random));
      await readLists(writer);
    }
  }
  for (const writer of writers) {
    // All of them together may take longer than a token lasts.
    await signIn(writers, race, started);
    read += await readBack(writer, [...writer.model.states.keys()]);
  }
  await victim.stop();
  return outcome();
}

function makeWriters(count: number, seed: number, tally: Tally): Writer[] {
  const models = Array.from({ length: count }, (_, at) => emptyRepository(`nemesis/app${at}`));
  return models.map((model, at) => ({
    registry: { host: '' },
    model,
    others: models.filter((other) => other !== model),
    random: seeded(seed * 1000 + at + 1),
    tally,
    interrupted: undefined,
  }));
}

/** Tokens end with their time: each round has new ones, and new connections. */
async function signIn(
  writers: readonly Writer[],
  race: Race,
  { host, ...started }: Started,
): Promise<void> {
  const names = [...writers.map(({ model }) => model.name), RACED];
  const scope = names.map((name) => `repository:${name}:pull,push,delete`).join(' ');
  const registry = await signedIn(host, scope);
  race.registry = registry;
  race.deleteRepository = () => started.deleteRepository(RACED);
  for (const writer of writers) {
    writer.registry.agent?.destroy();
    writer.registry = { ...registry, agent: new Agent({ keepAlive: true, maxSockets: 1 }) };
  }
}

async function writeUntil(writer: Writer, isOver: { readonly value: boolean }): Promise<void> {
  while (!isOver.value) {
    try {
      await act(writer);
    } catch (error) {
      if (!(error instanceof Unsure)) throw error;
      if (error.cause !== undefined) await sleep(20);
    }
  }
}

/** What went wrong is told among the violations. */
function unlessUnsure(error: unknown): void {
  if (!(error instanceof Unsure)) throw error;
}

/** Milliseconds until the server says that it is ready, and a write is taken. */
async function recovery(host: string, tally: Tally): Promise<number> {
  const start = performance.now();
  const took = (): number => performance.now() - start;
  // The blow takes a moment to land.
  await sleep(100);
  let before = tally.acknowledged;
  while (took() < RECOVERY_MS) {
    const ready = await ask({ host }, '/readyz').catch(() => undefined);
    if (ready?.status !== 200) before = tally.acknowledged;
    else if (tally.acknowledged > before) break;
    await sleep(10);
  }
  if (took() >= RECOVERY_MS)
    tally.violations.push(`no write was taken for ${took().toFixed(0)} ms`);
  return took();
}

/** What this round touched, and some of the rest. */
function keysToRead(
  { model: { states } }: Writer,
  before: ReadonlyMap<string, unknown>,
  random: Seeded,
): string[] {
  const share = SAMPLE / Math.max(1, states.size);
  return [...states]
    .filter(([key, values]) => before.get(key) !== values || random.chance(share))
    .map(([key]) => key);
}
