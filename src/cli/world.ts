import type { Clock } from '../base/index.ts';
import type { ServerCommand } from './server-command.ts';
import type { Painter } from './text/painter.ts';

/** Everything of the outside that commands touch; main makes the real one, tests a small one. */
export interface World {
  readonly version: string;
  readonly clock: Clock;
  readonly out: Output;
  /** For progress, warnings and errors. */
  readonly err: Output;
  readonly config: CliConfig;
  readonly outside: Outside;
}

export interface Output {
  write(text: string): Promise<void>;
  readonly isTerminal: boolean;
  /** Lines of the terminal; Infinity when there is none. */
  readonly rows: number;
  readonly painter: Painter;
}

/** What is neither output nor configuration. */
export interface Outside {
  readonly stdin: AsyncIterable<Uint8Array>;
  /** What this machine runs: `linux/amd64`. */
  readonly platform: string;
  /** For proxies, and for credential helpers: they are programs of the person who runs this. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Runs a command of the server, to its end; the exit code. Absent where the server is not at hand. */
  readonly runServer?: (command: ServerCommand) => Promise<number>;
  /** The platform's, for servers of ours. */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** The person at the terminal; absent when there is none. */
  readonly person?: Person;
}

/** Asks, and gets a line; of a secret nothing is shown. */
export interface Person {
  line(question: string): Promise<string>;
  secret(question: string): Promise<string>;
}

/** What the environment sets; docs/reference/configuration.md lists the keys. */
export interface CliConfig {
  /** Where snapshots and fetched feeds are kept. */
  readonly dataFolder: string;
  /** For what is needed while a command runs. */
  readonly temporaryFolder: string;
  /** URL or folder of a mirror of all feeds; absent: each feed's own address. */
  readonly feeds?: string;
  /** Never to fetch advisories by itself. */
  readonly isOffline: boolean;
  /** Folder of Docker's config.json. */
  readonly dockerConfigFolder: string;
  /** Address of the local engine: `unix:///var/run/docker.sock`. */
  readonly dockerHost?: string;
}
