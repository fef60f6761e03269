import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import type { ExitCode } from './exit.ts';
import type { PullOptions, StatusOptions, UpdateOptions } from './options/command-options.ts';
import type { World } from './world.ts';

/** `drydock db ...`: everything on the advisories themselves. */
export function addDb(program: Command, world: World, ended: (code: ExitCode) => void): void {
  const db = program.command('db').description('the advisories that images are matched with');
  addUpdate(db, world, ended);
  addBuild(db, world, ended);
  addStatus(db, world, ended);
  addBundles(db, world, ended);
}

function addUpdate(db: Command, world: World, ended: (code: ExitCode) => void): void {
  db.command('update')
    .description('fetch what changed in the feeds that are here, or in those that are named')
    .argument('[names...]', 'feeds or advisory namespaces: npm, Debian:12, osv/PyPI, cve')
    .option('--all', 'every feed that there is, but for the malicious packages')
    .option('--except <names...>', 'leave these feeds out')
    .option('--accept-shrinking', 'take a feed that lost more than a fifth of its records')
    .action(async (names: string[], options: UpdateOptions) => {
      const { update } = await import('./commands/db.ts');
      ended(await update(names, options, world));
    });
}

function addBuild(db: Command, world: World, ended: (code: ExitCode) => void): void {
  db.command('build')
    .description('build a snapshot of all feeds of a mirror')
    .requiredOption('--from <folder>', 'the mirror: a folder laid out like the feeds themselves')
    .option('--accept-shrinking', 'take a feed that lost more than a fifth of its records')
    .action(async (options: UpdateOptions & { readonly from: string }) => {
      const { build } = await import('./commands/db.ts');
      ended(await build(options, world));
    });
}

function addStatus(db: Command, world: World, ended: (code: ExitCode) => void): void {
  db.command('status')
    .description('feeds, when they were fetched, their newest date, records, what was skipped')
    .addOption(
      new Option('--format <name>', 'how to write it').choices(['text', 'json']).default('text'),
    )
    .option('--skipped', 'list records that were left out, with the reasons')
    .action(async (options: StatusOptions) => {
      const { status } = await import('./commands/db-status.ts');
      ended(await status(options, world));
    });
}

function addBundles(db: Command, world: World, ended: (code: ExitCode) => void): void {
  db.command('pull')
    .description('fetch a snapshot that somebody published in a registry')
    .argument('<reference>', 'oci://registry/repository:tag')
    .option('--allow-older', 'take one that is older than the active one')
    .action(async (reference: string, options: PullOptions) => {
      const { pull } = await import('./commands/db-bundle.ts');
      ended(await pull(reference, options, world));
    });
  db.command('export')
    .description('write the active snapshot as an OCI layout, to publish or to carry')
    .argument('<folder>')
    .action(async (folder: string) => {
      const { exportTo } = await import('./commands/db-bundle.ts');
      ended(await exportTo(folder, world));
    });
  db.command('import')
    .description('take over what `db export` wrote')
    .argument('<folder>')
    .option('--allow-older', 'take one that is older than the active one')
    .action(async (folder: string, options: PullOptions) => {
      const { importFrom } = await import('./commands/db-bundle.ts');
      ended(await importFrom(folder, options, world));
    });
  db.command('rollback')
    .description('make an older snapshot the active one')
    .argument('<number>', 'as `db status` lists', snapshotNumber)
    .action(async (number: number) => {
      const { rollback } = await import('./commands/db-bundle.ts');
      ended(await rollback(number, world));
    });
}

function snapshotNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) {
    throw new InvalidArgumentError(`'${text}' is no number of a snapshot.`);
  }
  return number;
}
