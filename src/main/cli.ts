import { existsSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { CliConfig, Output, ServerCommand, World } from '../cli/index.ts';
import { complain, createPainter, runCli } from '../cli/index.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { readConfig } from './config.ts';
import { personAtTerminal } from './person.ts';

/** Entry of the command line: the only code of it that reads argv, environment and streams. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const world = worldOf(config.ok ? config.value : NO_CONFIG);
  process.exitCode = config.ok
    ? await runCli(process.argv.slice(2), world)
    : await complain(config.error, world);
}

/** As a shell tells of a program that a signal ended. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

const NO_CONFIG: CliConfig = {
  dataFolder: '',
  temporaryFolder: '',
  isOffline: true,
  dockerConfigFolder: '',
};

function worldOf(config: CliConfig): World {
  const person = personAtTerminal();
  const world: World = {
    version: packageJson.version,
    clock: { now: () => Date.now() },
    out: outputOf(process.stdout),
    err: outputOf(process.stderr),
    config,
    outside: {
      stdin: process.stdin,
      platform: `linux/${ARCHITECTURES[arch()] ?? arch()}`,
      environment: process.env,
      sleep: (milliseconds) => setTimeout(milliseconds),
      random: () => Math.random(),
      fetch: (url, init) => fetch(url, init),
      ...(person && { person }),
      ...(hasServer() && { runServer: (command) => runServer(command, world) }),
    },
  };
  return world;
}

/** Beside the sources and in the server's archive; not in that of the command line. */
const SERVER = import.meta.filename.endsWith('.ts') ? './server.ts' : './server.js';

function hasServer(): boolean {
  return existsSync(join(import.meta.dirname, SERVER));
}

/** Loaded only now: most runs are of the command line. The server stops by itself when it is told to. */
async function runServer(command: ServerCommand, world: World): Promise<number> {
  for (const signal of Object.keys(SIGNALS)) process.removeAllListeners(signal);
  const server = await loadServer();
  return server.runServerCommand(command, {
    environment: process.env,
    isRoot: process.getuid?.() === 0,
    hasTerminal: process.stderr.isTTY,
    say: (text) => void process.stdout.write(text),
    show: (text) => void process.stderr.write(text),
    complain: (failure) => complain(failure, world),
    onSignal: (name, act) => void process.on(name, act),
  });
}

type ServerModule = typeof import('./server.ts');

async function loadServer(): Promise<ServerModule> {
  // The bundler leaves this import as it is: the server is a bundle of its own.
  return import('./server.ts');
}

/** Node's names that the OCI (that is, Go) writes otherwise. Images are of Linux wherever this runs. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' };

function outputOf(stream: NodeJS.WriteStream): Output {
  const isTerminal = stream.isTTY;
  const hasColour = stream.isTTY && stream.hasColors();
  return {
    isTerminal,
    rows: isTerminal ? stream.rows : Infinity,
    painter: createPainter({
      hasColour: process.env['NO_COLOR'] ? false : hasColour || Boolean(process.env['FORCE_COLOR']),
      hasLinks: isTerminal && hasLinks(),
      columns: isTerminal ? stream.columns : Infinity,
    }),
    write: (text) => written(stream, text),
  };
}

/** Terminals that are known to show OSC 8 links; others may print the address as garbage. */
function hasLinks(): boolean {
  const { TERM_PROGRAM, VTE_VERSION, WT_SESSION, KITTY_WINDOW_ID } = process.env;
  if (platform() === 'win32' && WT_SESSION === undefined) return false;
  return (
    ['iTerm.app', 'WezTerm', 'vscode', 'ghostty'].includes(TERM_PROGRAM ?? '') ||
    Number(VTE_VERSION ?? 0) >= 5000 ||
    WT_SESSION !== undefined ||
    KITTY_WINDOW_ID !== undefined
  );
}

/** Done when the text has left this process; a reader that went away (`| head`) is no error. */
function written(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (!error || ('code' in error && error.code === 'EPIPE')) resolve();
      else reject(error);
    });
  });
}

// Leaves by exit, where the pool of workers kills those that are at work: a signal alone would not.
for (const [signal, code] of Object.entries(SIGNALS)) {
  process.on(signal, () => process.exit(code));
}
process.stdout.on('error', () => undefined);
await main();
