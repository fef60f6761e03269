import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './server-process.ts';

/** TEST_DRYDOCK names another program to try: of a release, or of another version. */
export const DRYDOCK: string =
  process.env['TEST_DRYDOCK'] ?? join(import.meta.dirname, '../../bin/drydock');
/** A first start makes a database. */
const START_MS = 120_000;
const STOP_MS = 60_000;

export interface DrydockServer {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  readonly data: string;
  readonly pid: number;
  /** All that it wrote until now. */
  readonly log: () => string;
  /** SIGTERM, and its exit code: 0 where everything in flight was finished. */
  stop(): Promise<number | null>;
  /** SIGKILL to the server's own process: what it started is left to itself. */
  kill(): Promise<void>;
}

export interface DrydockServerOptions {
  readonly data: string;
  /** The same one again after a restart; else a free one. */
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Of a server that does not answer by HTTP. */
  readonly isReady?: () => Promise<boolean>;
}

/** `drydock serve` in a process of its own, ready to answer; without network but loopback. */
export async function startDrydock(options: DrydockServerOptions): Promise<DrydockServer> {
  const host = `127.0.0.1:${options.port ?? (await freePort())}`;
  const child = spawn(DRYDOCK, ['serve'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: options.data,
      DRYDOCK_DATA: options.data,
      DRYDOCK_LISTEN: host,
      DRYDOCK_OFFLINE: 'true',
      DRYDOCK_ANONYMOUS: 'push',
      ...options.env,
    },
  });
  const words: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => words.push(chunk));
  }
  const log = (): string => Buffer.concat(words).toString();
  const ended = endOf(child);
  const deadline = Date.now() + START_MS;
  const ready = options.isReady ?? ((): Promise<boolean> => isReady(host));
  while (!(await ready().catch(() => false))) {
    if (hasEnded(child) || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`drydock serve does not start: ${log().slice(-3000)}`);
    }
    await sleep(50);
  }
  return {
    host,
    data: options.data,
    pid: child.pid ?? 0,
    log,
    stop: async () => {
      if (!hasEnded(child)) child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      const code = await ended;
      clearTimeout(timer);
      return code;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
}

async function isReady(host: string): Promise<boolean> {
  try {
    return (await fetch(`http://${host}/readyz`)).ok;
  } catch {
    return false;
  }
}
