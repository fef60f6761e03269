import type { Command } from 'commander';
import { Argument, InvalidArgumentError, Option } from 'commander';
import type { BackFill, Plan, Scope } from '../../api/contract/index.ts';
import type { BaseOptions } from '../commands/base.ts';
import type { LoginOptions } from '../commands/login.ts';
import type {
  ActivateOptions,
  RepoCreateOptions,
  RepoListOptions,
  ServerOptions,
} from '../commands/repo.ts';
import type { TagsOptions } from '../commands/tags.ts';
import type { TokenCreateOptions, TokenOptions } from '../commands/token.ts';
import type { ExitCode } from '../exit.ts';
import { addImageOptions } from '../options/image-options.ts';
import type { World } from '../world.ts';

type Ended = (code: ExitCode) => void;

/** Everything that asks a Drydock server. */
export function addServerCommands(program: Command, world: World, ended: Ended): void {
  addLogin(program, world, ended);
  addRepo(program, world, ended);
  addTags(program, world, ended);
  addOrg(program, world, ended);
  addToken(program, world, ended);
  addPlan(program, world, ended);
  addPushSbom(program, world, ended);
  addBase(program, world, ended);
}

function addServerOptions(command: Command): Command {
  return command
    .option('--server <host>', 'which server, if not the one that was signed in to last')
    .addOption(
      new Option('--format <name>', 'how to write it').choices(['text', 'json']).default('text'),
    );
}

function addLogin(program: Command, world: World, ended: Ended): void {
  program
    .command('login')
    .description('sign in to a Drydock server; a token is kept, the password is not')
    .argument('<host>', 'registry.example.com, localhost:7070')
    .option('-u, --username <name>', 'who; asked for otherwise')
    .option('--password-stdin', 'read the password, or a token, from standard input')
    .option('--token-stdin', 'read an access token from standard input')
    .option(
      '--credential-helper <name>',
      'keep the token by docker-credential-<name>, not in a file',
    )
    .action(async (host: string, options: LoginOptions) => {
      const { login } = await import('../commands/login.ts');
      ended(await login(host, options, world));
    });
  program
    .command('logout')
    .description('forget the token of a server, and revoke it')
    .argument('[host]', 'if not the one that was signed in to last')
    .action(async (host: string | undefined) => {
      const { logout } = await import('../commands/login.ts');
      ended(await logout(host, world));
    });
}

function addRepo(program: Command, world: World, ended: Ended): void {
  const repo = program.command('repo').description('repositories of a server');
  addServerOptions(repo.command('list').description('those that you may see'))
    .option('--namespace <name>', 'only of this namespace')
    .option('--search <text>', 'only names that hold this')
    .action(async (options: RepoListOptions) => {
      const { list } = await import('../commands/repo.ts');
      ended(await list(options, world));
    });
  addServerOptions(repo.command('create').description('make one, private unless told otherwise'))
    .argument('<name>', 'acme/shop')
    .option('--public', 'everyone may pull')
    .option('--description <text>', 'in a line')
    .action(async (name: string, options: RepoCreateOptions) => {
      const { create } = await import('../commands/repo.ts');
      ended(await create(name, options, world));
    });
  addServerOptions(repo.command('show').description('one of them'))
    .argument('<name>', 'acme/shop')
    .action(async (name: string, options: ServerOptions) => {
      const { show } = await import('../commands/repo.ts');
      ended(await show(name, options, world));
    });
  addActivation(repo, world, ended);
}

function addActivation(repo: Command, world: World, ended: Ended): void {
  addServerOptions(repo.command('activate').description('analyze what is pushed from now on'))
    .argument('<name>', "acme/shop, or 'acme/team-*' for all that match")
    .addOption(
      new Option(
        '--back-fill <what>',
        'tags that are there: nothing, all, or how many of the newest',
      )
        .argParser(backFill)
        .default({ kind: 'nothing' }, 'nothing'),
    )
    .action(async (name: string, options: ActivateOptions) => {
      const { activate } = await import('../commands/repo.ts');
      ended(await activate(name, options, world));
    });
  addServerOptions(repo.command('deactivate').description('analyze no more; results stay'))
    .argument('<name>', "acme/shop, or 'acme/team-*' for all that match")
    .action(async (name: string, options: ServerOptions) => {
      const { deactivate } = await import('../commands/repo.ts');
      ended(await deactivate(name, options, world));
    });
}

function backFill(text: string): BackFill {
  if (text === 'nothing' || text === 'all') return { kind: text };
  return { kind: 'newest', count: countIn(text, 10_000) };
}

function countIn(text: string, most: number): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= most) return count;
  throw new InvalidArgumentError(`'${text}' is no number from 1 to ${most}.`);
}

function addTags(program: Command, world: World, ended: Ended): void {
  const tags = addServerOptions(
    program.command('tags').description('tags of a repository on a server, with what was found'),
  )
    .argument('<repository>', 'acme/shop')
    .option('--search <text>', 'only tags that hold this')
    .addOption(new Option('--sort <by>', 'in which order').choices(['name', 'newest']))
    .action(async (name: string, options: TagsOptions) => {
      const { tags } = await import('../commands/tags.ts');
      ended(await tags(name, options, world));
    });
  addServerOptions(
    tags.command('delete').description('delete one tag: not the image, and no other tag of it'),
  )
    .argument('<name:tag>', 'acme/shop:1.4')
    .action(async (name: string, _: unknown, command: Command) => {
      const { deleteTag } = await import('../commands/tags.ts');
      ended(await deleteTag(name, command.optsWithGlobals<ServerOptions>(), world));
    });
}

function addOrg(program: Command, world: World, ended: Ended): void {
  const org = program.command('org').description('organizations on a server');
  addServerOptions(org.command('create').description('make an organization; you are its owner'))
    .argument('<name>')
    .option('--display-name <text>', 'for people to read')
    .action(async (name: string, options: ServerOptions & { readonly displayName?: string }) => {
      const { create } = await import('../commands/org.ts');
      ended(await create(name, options, world));
    });
  addServerOptions(org.command('list').description('namespaces that you belong to')).action(
    async (options: ServerOptions) => {
      const { list } = await import('../commands/org.ts');
      ended(await list(options, world));
    },
  );
  addServerOptions(org.command('members').description('who belongs to an organization'))
    .argument('<name>')
    .action(async (name: string, options: ServerOptions) => {
      const { members } = await import('../commands/org.ts');
      ended(await members(name, options, world));
    });
}

const SCOPES = ['pull', 'push', 'read-results', 'admin'] as const;

function addToken(program: Command, world: World, ended: Ended): void {
  const token = program.command('token').description('access tokens, yours or an organization’s');
  withOrg(token.command('create').description('make one: it is written to standard output'))
    .argument('<name>', 'what it is for')
    .addOption(
      new Option('--scope <scopes...>', 'what it may do')
        .choices([...SCOPES])
        .default(['pull'], 'pull'),
    )
    .option('--expires <days>', 'after so many days', (text) => countIn(text, 366))
    .action(async (name: string, options: TokenCreateOptions & { scope: readonly Scope[] }) => {
      const { create } = await import('../commands/token.ts');
      ended(await create(name, options, world));
    });
  withOrg(token.command('list').description('those that there are')).action(
    async (options: TokenOptions) => {
      const { list } = await import('../commands/token.ts');
      ended(await list(options, world));
    },
  );
  withOrg(token.command('revoke').description('end one at once'))
    .argument('<id>', 'as `token list` shows it')
    .action(async (id: string, options: TokenOptions) => {
      const { revoke } = await import('../commands/token.ts');
      ended(await revoke(id, options, world));
    });
}

function withOrg(command: Command): Command {
  return addServerOptions(command).option(
    '--org <name>',
    'of this organization, in place of your own',
  );
}

const PLANS = ['free', 'pro', 'team', 'business'] as const;

function addPlan(program: Command, world: World, ended: Ended): void {
  const plan = program.command('plan').description('plans of namespaces on a server');
  addServerOptions(plan.command('show').description('the plan of a namespace'))
    .argument('<namespace>')
    .action(async (namespace: string, options: ServerOptions) => {
      const { show } = await import('../commands/plan.ts');
      ended(await show(namespace, options, world));
    });
  addServerOptions(plan.command('set').description('set it; for administrators of the server'))
    .argument('<namespace>')
    .addArgument(new Argument('<plan>').choices(PLANS))
    .action(async (namespace: string, to: Plan, options: ServerOptions) => {
      const { set } = await import('../commands/plan.ts');
      ended(await set(namespace, to, options, world));
    });
}

function addPushSbom(program: Command, world: World, ended: Ended): void {
  addServerOptions(
    program
      .command('push-sbom')
      .description(
        'have a server report on an image that is not there, from an SBOM made elsewhere',
      ),
  )
    .argument('<name:tag>', 'acme/shop:1.4: where the report is found')
    .argument('<file>', 'CycloneDX, SPDX or syft JSON')
    .action(async (name: string, file: string, options: ServerOptions) => {
      const { pushSbom } = await import('../commands/push-sbom.ts');
      ended(await pushSbom(name, file, options, world));
    });
}

function addBase(program: Command, world: World, ended: Ended): void {
  const base = program
    .command('base')
    .description('base images of other registries that a server knows, for administrators');
  const importing = base
    .command('import')
    .description('have a server know the layers of an image of another registry by its name')
    .argument('<image>', 'as a Dockerfile names it: debian:12; or a layout or archive of it')
    .option('--name <reference>', 'what Dockerfiles call it, if it is of no registry');
  addImageOptions(addServerOptions(importing)).action(
    async (image: string, options: BaseOptions) => {
      const { importBase } = await import('../commands/base.ts');
      ended(await importBase(image, options, world));
    },
  );
  addServerOptions(base.command('list').description('list them')).action(
    async (options: ServerOptions) => {
      const { list } = await import('../commands/base.ts');
      ended(await list(options, world));
    },
  );
  addServerOptions(base.command('remove').description('forget one'))
    .argument('<reference>', 'as the list has it')
    .action(async (reference: string, options: ServerOptions) => {
      const { remove } = await import('../commands/base.ts');
      ended(await remove(reference, options, world));
    });
}
