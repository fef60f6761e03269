import type { Scope } from '../../api/contract/index.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import { onServer } from '../server/connect.ts';
import { listAll } from '../server/list-all.ts';
import { answerJson, tableText } from '../server/list-text.ts';
import { ageText } from '../text/amounts.ts';
import { printable } from '../text/printable.ts';
import type { World } from '../world.ts';
import type { ServerOptions } from './repo.ts';
import { tell } from './repo.ts';

export interface TokenOptions extends ServerOptions {
  /** Of an organization; absent: one's own. */
  readonly org?: string;
}

export interface TokenCreateOptions extends TokenOptions {
  readonly scope: readonly Scope[];
  readonly expires?: number;
}

/** `drydock token create NAME`: the token alone on standard output, for a pipe. */
export function create(name: string, options: TokenCreateOptions, world: World): Promise<ExitCode> {
  return onServer(options.server, world, async ({ client }) => {
    const { org, scope: scopes, expires } = options;
    const body = { name, scopes, ...(expires !== undefined && { expiresInDays: expires }) };
    const made = org
      ? await client.createOrganizationToken({ namespace: org, body })
      : await client.createToken({ body });
    await world.out.write(
      options.format === 'json' ? answerJson(made) : `${printable(made.secret)}\n`,
    );
    await world.err.write('keep it now: it is shown only this once\n');
    return EXIT.ok;
  });
}

/** `drydock token list`. */
export function list(options: TokenOptions, world: World): Promise<ExitCode> {
  return onServer(options.server, world, async ({ client }) => {
    const { org } = options;
    const items = await listAll((page) =>
      org ? client.listOrganizationTokens({ namespace: org, ...page }) : client.listTokens(page),
    );
    const now = world.clock.now();
    const rows = items.map(({ id, name, scopes, ending, lastUsedAt, expiresAt }) => [
      id,
      printable(name),
      `...${printable(ending)}`,
      scopes.join(','),
      lastUsedAt === undefined ? 'never' : `${ageText(now - Date.parse(lastUsedAt))} ago`,
      expiresAt?.slice(0, 10) ?? 'never',
    ]);
    const head = ['ID', 'NAME', 'TOKEN', 'SCOPES', 'USED', 'EXPIRES'];
    await world.out.write(
      options.format === 'json'
        ? answerJson({ items })
        : tableText(head, rows, [{}, {}, {}, {}, {}, {}], world.out.painter),
    );
    return EXIT.ok;
  });
}

/** `drydock token revoke ID`. */
export function revoke(id: string, options: TokenOptions, world: World): Promise<ExitCode> {
  return onServer(options.server, world, async ({ client }) => {
    const { org } = options;
    if (org) await client.revokeOrganizationToken({ namespace: org, id });
    else await client.revokeToken({ id });
    await tell(options, { id }, `revoked ${id}`, world);
    return EXIT.ok;
  });
}
