import packageJson from '../../package.json' with { type: 'json' };
import type { Failure, Log } from '../base/index.ts';
import type { ServerCommand } from '../cli/index.ts';
import { createLog } from './log.ts';
import type { RunningServer } from './serve.ts';
import { startServer } from './serve.ts';
import type { ServerConfig } from './server-config.ts';
import { readServerConfig } from './server-config.ts';
import type { ServerProcess } from './server-process.ts';
import { startScreen } from './start-screen.ts';

export async function runServerCommand(
  command: ServerCommand,
  outside: ServerProcess,
): Promise<number> {
  switch (command.kind) {
    case 'serve':
      return serve(outside);
    case 'doctor':
      return examine(outside);
    case 'backup':
    case 'restore': {
      const { runBackupCommand } = await import('./backup/run-backup.ts');
      return runBackupCommand(command, outside);
    }
  }
}

const TWICE_MS = 1_000;

/** `drydock serve`: runs until it is asked to stop. The exit code. */
async function serve(outside: ServerProcess): Promise<number> {
  const started = Date.now();
  const config = readServerConfig(outside.environment, outside.isRoot);
  if (!config.ok) return failed(outside, config.error);
  const log = createLog(config.value.logLevel ?? (outside.hasTerminal ? 'warn' : 'info'));
  const stopped = Promise.withResolvers<void>();
  let server: RunningServer | undefined;
  let firstAsked = Infinity;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    outside.onSignal(name, () => {
      // Who asks twice does not want to wait; a terminal and npm's runner both pass on one key.
      if (Date.now() - firstAsked > TWICE_MS) process.exit(1);
      firstAsked = Math.min(firstAsked, Date.now());
      stopped.resolve();
    });
  }
  outside.onSignal('SIGHUP', () => server?.renewCertificate());
  const opened = await start(config.value, log, outside);
  if (!opened.ok) return failed(outside, opened.error);
  server = opened.value;
  outside.say(startScreen(server, config.value, (Date.now() - started) / 1000));
  await stopped.promise;
  outside.say('\nstopping: what was begun is finished first\n');
  await server.stop();
  return 0;
}

async function examine(outside: ServerProcess): Promise<number> {
  const config = readServerConfig(outside.environment, outside.isRoot);
  if (!config.ok) return failed(outside, config.error);
  const { diagnose, diagnosisText } = await import('./doctor/doctor.ts');
  const clock = { now: (): number => Date.now() };
  const log = createLog(config.value.logLevel ?? 'error');
  const diagnosed = await diagnose({ config: config.value, clock, log });
  outside.say(diagnosisText(diagnosed));
  return diagnosed.some(({ finding }) => finding.kind === 'problem') ? 1 : 0;
}

function start(
  config: ServerConfig,
  log: Log,
  outside: ServerProcess,
): ReturnType<typeof startServer> {
  outside.say(`Drydock ${packageJson.version} starts in ${config.dataFolder}\n`);
  return startServer({
    config,
    version: packageJson.version,
    clock: { now: () => Date.now() },
    log,
    progress: (what) => outside.say(`  ${what} ...\n`),
  });
}

async function failed(outside: ServerProcess, failure: Failure): Promise<number> {
  await outside.complain(failure);
  return 1;
}
