import type { BackFill } from '../../api/contract/index.ts';
import { complain } from '../complain.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import { onServer } from '../server/connect.ts';
import { listAll } from '../server/list-all.ts';
import { answerJson, tableText } from '../server/list-text.ts';
import type { RepositoryName } from '../server/server-name.ts';
import { parseRepositoryName } from '../server/server-name.ts';
import { countOf } from '../text/amounts.ts';
import { printable } from '../text/printable.ts';
import type { World } from '../world.ts';

export interface ServerOptions {
  readonly server?: string;
  readonly format: 'text' | 'json';
}

export interface RepoListOptions extends ServerOptions {
  readonly namespace?: string;
  readonly search?: string;
}

/** `drydock repo list`: those that one may see. */
export function list(options: RepoListOptions, world: World): Promise<ExitCode> {
  return onServer(options.server, world, async ({ client }) => {
    const { namespace, search } = options;
    const items = await listAll((page) =>
      client.listRepositories({
        ...page,
        ...(namespace !== undefined && { namespace }),
        ...(search !== undefined && { search }),
      }),
    );
    if (options.format === 'json') {
      await world.out.write(answerJson({ items }));
      return EXIT.ok;
    }
    const rows = items.map(({ name, visibility, isAnalysisActive, description }) => [
      printable(name),
      visibility,
      isAnalysisActive ? 'active' : 'off',
      printable(description),
    ]);
    const head = ['REPOSITORY', 'VISIBILITY', 'ANALYSIS', 'DESCRIPTION'];
    await world.out.write(
      rows.length > 0
        ? tableText(head, rows, [{}, {}, {}, {}], world.out.painter)
        : 'no repositories: push an image, or run `drydock repo create NAMESPACE/NAME`\n',
    );
    return EXIT.ok;
  });
}

export interface RepoCreateOptions extends ServerOptions {
  readonly public?: boolean;
  readonly description?: string;
}

/** `drydock repo create NAME`. */
export function create(name: string, options: RepoCreateOptions, world: World): Promise<ExitCode> {
  return onRepository(name, options, world, async ({ namespace, repository }, client) => {
    const made = await client.createRepository({
      namespace,
      body: {
        name: repository,
        visibility: options.public ? 'public' : 'private',
        ...(options.description !== undefined && { description: options.description }),
      },
    });
    await tell(options, made, `created ${made.name}, ${made.visibility}`, world);
    return EXIT.ok;
  });
}

/** `drydock repo show NAME`. */
export function show(name: string, options: ServerOptions, world: World): Promise<ExitCode> {
  return onRepository(name, options, world, async (at, client) => {
    const found = await client.getRepository(pathOf(at));
    const { description, visibility, isAnalysisActive, createdAt, pull } = found;
    const lines = [
      world.out.painter.paint('bold', printable(found.name)),
      ...(description === '' ? [] : [printable(description)]),
      '',
      `visibility  ${visibility}`,
      `analysis    ${isAnalysisActive ? 'active' : 'off'}`,
      `created     ${createdAt.slice(0, 10)}`,
      '',
      `push        docker push ${printable(pull)}:TAG`,
      `tags        drydock tags ${printable(found.name)}`,
    ];
    await world.out.write(options.format === 'json' ? answerJson(found) : `${lines.join('\n')}\n`);
    return EXIT.ok;
  });
}

export interface ActivateOptions extends ServerOptions {
  readonly backFill: BackFill;
}

/** `drydock repo activate NAME`: one repository, or all that a pattern matches. */
export function activate(name: string, options: ActivateOptions, world: World): Promise<ExitCode> {
  return onRepository(name, options, world, async (at, client) => {
    const body = { backFill: options.backFill };
    if (!at.repository.includes('*')) {
      const done = await client.activateAnalysis({ ...pathOf(at), body });
      const queued = countOf(done.queued ?? 0, 'image');
      const text = `analysis is active for ${at.namespace}/${at.repository}; ${queued} queued`;
      await tell(options, done, text, world);
      return EXIT.ok;
    }
    const { namespace, repository: pattern } = at;
    const done = await client.activateMatching({ namespace, body: { pattern, ...body } });
    await tell(options, done, changedText('activated', done.changed), world);
    return EXIT.ok;
  });
}

/** `drydock repo deactivate NAME`. */
export function deactivate(name: string, options: ServerOptions, world: World): Promise<ExitCode> {
  return onRepository(name, options, world, async (at, client) => {
    if (!at.repository.includes('*')) {
      const done = await client.deactivateAnalysis(pathOf(at));
      const text = `analysis is off for ${at.namespace}/${at.repository}; its results stay`;
      await tell(options, done, text, world);
      return EXIT.ok;
    }
    const { namespace, repository: pattern } = at;
    const done = await client.deactivateMatching({ namespace, body: { pattern } });
    await tell(options, done, changedText('deactivated', done.changed), world);
    return EXIT.ok;
  });
}

function changedText(verb: string, changed: readonly string[]): string {
  if (changed.length === 0) return `nothing to change: no repository matches that is not ${verb}`;
  return [`${verb} ${countOf(changed.length, 'repository', 'repositories')}`, ...changed].join(
    '\n  ',
  );
}

type Client = Parameters<Parameters<typeof onServer>[2]>[0]['client'];

/** Runs what is about one repository, on the server that its name or an option names. */
export async function onRepository(
  text: string,
  { server }: ServerOptions,
  world: World,
  work: (at: RepositoryName, client: Client) => Promise<ExitCode>,
): Promise<ExitCode> {
  const at = parseRepositoryName(text);
  if (!at.ok) return complain(at.error, world);
  return onServer(at.value.host ?? server, world, ({ client }) => work(at.value, client));
}

export function pathOf({ namespace, repository }: RepositoryName): {
  readonly namespace: string;
  readonly repository: string;
} {
  return { namespace, repository };
}

/** The answer for programs, or a sentence for people; each of its lines is printable. */
export async function tell(
  { format }: ServerOptions,
  answer: unknown,
  text: string,
  world: World,
): Promise<void> {
  const lines = text.split('\n').map((line) => `${printable(line)}\n`);
  await world.out.write(format === 'json' ? answerJson(answer) : lines.join(''));
}
