import type { Failure, Result } from '../../base/index.ts';
import { ok } from '../../base/index.ts';
import type { World } from '../world.ts';
import type { Connection } from './connect.ts';
import { connect } from './connect.ts';
import { readLogins } from './logins.ts';
import type { RepositoryName } from './server-name.ts';
import { parseRepositoryName } from './server-name.ts';

export interface NamedThere {
  readonly at: RepositoryName;
  readonly connection: Connection;
}

/** The server that has the image, when its name says so and somebody is signed in there. */
export async function serverOf(
  image: string,
  world: World,
): Promise<Result<NamedThere, Failure> | undefined> {
  const at = parseRepositoryName(image.replace(/^registry:\/\//, ''));
  if (!at.ok || at.value.host === undefined) return undefined;
  const { host } = at.value;
  const logins = await readLogins(world);
  if (!logins.ok) return logins;
  if (!logins.value.some((one) => one.host === host)) return undefined;
  const connection = await connect(host, world);
  return connection.ok ? ok({ at: at.value, connection: connection.value }) : connection;
}
