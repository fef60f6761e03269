import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import { onServer } from '../server/connect.ts';
import { listAll } from '../server/list-all.ts';
import { answerJson, tableText } from '../server/list-text.ts';
import { printable } from '../text/printable.ts';
import type { World } from '../world.ts';
import type { ServerOptions } from './repo.ts';
import { tell } from './repo.ts';

/** `drydock org create NAME`. */
export function create(
  name: string,
  options: ServerOptions & { readonly displayName?: string },
  world: World,
): Promise<ExitCode> {
  return onServer(options.server, world, async ({ client }) => {
    const { displayName } = options;
    const body = { name, ...(displayName !== undefined && { displayName }) };
    const made = await client.createOrganization({ body });
    await tell(options, made, `created the organization ${made.name}; you are its owner`, world);
    return EXIT.ok;
  });
}

/** `drydock org list`: the namespaces that one belongs to. */
export function list(options: ServerOptions, world: World): Promise<ExitCode> {
  return onServer(options.server, world, async ({ client }) => {
    const items = await listAll((page) => client.listNamespaces(page));
    const rows = items.map(({ name, kind, role, displayName }) => [
      printable(name),
      kind,
      role ?? '',
      printable(displayName),
    ]);
    const head = ['NAMESPACE', 'KIND', 'ROLE', 'CALLED'];
    await world.out.write(
      options.format === 'json'
        ? answerJson({ items })
        : tableText(head, rows, [{}, {}, {}, {}], world.out.painter),
    );
    return EXIT.ok;
  });
}

/** `drydock org members NAME`. */
export function members(
  namespace: string,
  options: ServerOptions,
  world: World,
): Promise<ExitCode> {
  return onServer(options.server, world, async ({ client }) => {
    const items = await listAll((page) => client.listMembers({ namespace, ...page }));
    const rows = items.map(({ name, role, since, displayName }) => [
      printable(name),
      role,
      since.slice(0, 10),
      printable(displayName),
    ]);
    const head = ['NAME', 'ROLE', 'SINCE', 'CALLED'];
    await world.out.write(
      options.format === 'json'
        ? answerJson({ items })
        : tableText(head, rows, [{}, {}, {}, {}], world.out.painter),
    );
    return EXIT.ok;
  });
}
