import { failure } from '../base/index.ts';
import type { Command } from 'commander';
import { complain } from './complain.ts';
import type { ExitCode } from './exit.ts';
import { EXIT } from './exit.ts';
import type { ServerCommand } from './server-command.ts';
import type { World } from './world.ts';

/** Adds the commands of the server: they take their settings from the environment. */
export function addServer(program: Command, world: World, ended: (code: ExitCode) => void): void {
  program
    .command('serve')
    .description('run the registry and the API; settings: docs/reference/configuration.md')
    .action(async () => ended(await runServer({ kind: 'serve' }, world)));
  program
    .command('doctor')
    .description('look for what is wrong with the installation of the server; changes nothing')
    .action(async () => ended(await runServer({ kind: 'doctor' }, world)));
  program
    .command('backup')
    .description("write the server's database and blobs into one file, while it runs or not")
    .argument('<file>', 'a tar in zstd, made anew; only its owner may read it')
    .option('--with-key', 'the key that secrets in the database are encrypted with, too')
    .action(async (file: string, { withKey = false }: { readonly withKey?: boolean }) =>
      ended(await runServer({ kind: 'backup', file, withKey }, world)),
    );
  program
    .command('restore')
    .description('bring a backup back into an empty instance; every blob is verified')
    .argument('<file>', 'what backup has written')
    .action(async (file: string) => ended(await runServer({ kind: 'restore', file }, world)));
}

async function runServer(command: ServerCommand, world: World): Promise<ExitCode> {
  const { runServer } = world.outside;
  if (runServer) return (await runServer(command)) === 0 ? EXIT.ok : EXIT.failed;
  const message = `this is the command line only; ${command.kind} is in drydock-server, and in the source`;
  return complain(failure('cli.no-server', message), world);
}
