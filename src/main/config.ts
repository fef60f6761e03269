import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Failure, Result } from '../base/index.ts';
import { err, failure, ok } from '../base/index.ts';
import type { CliConfig } from '../cli/index.ts';
import { KEYS } from './config-keys.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the environment once, for the command line. Keys of other programs (DOCKER_CONFIG, DOCKER_HOST)
 * mean what they mean there.
 */
export function readConfig(environment: Environment): Result<CliConfig, Failure> {
  const stranger = unknownKey(environment);
  if (stranger) return err(stranger);
  const offline = environment['DRYDOCK_OFFLINE'] ?? 'false';
  if (offline !== 'true' && offline !== 'false') {
    return err(
      failure('config.bad-value', `DRYDOCK_OFFLINE is '${offline}'; it may be true or false`),
    );
  }
  const feeds = environment['DRYDOCK_FEEDS'];
  const dockerHost = environment['DOCKER_HOST'];
  return ok({
    dataFolder: dataFolderOf(environment),
    temporaryFolder: environment['TMPDIR'] || tmpdir(),
    ...(feeds !== undefined && feeds !== '' && { feeds }),
    isOffline: offline === 'true',
    dockerConfigFolder: environment['DOCKER_CONFIG'] ?? join(homedir(), '.docker'),
    ...(dockerHost !== undefined && dockerHost !== '' && { dockerHost }),
  });
}

/** A slip of the pen must not become a default in silence. */
export function unknownKey(environment: Environment): Failure | undefined {
  const known = new Set(KEYS.map(({ name }) => name));
  const stranger = Object.keys(environment).find(
    (name) => name.startsWith('DRYDOCK_') && !known.has(name),
  );
  if (stranger === undefined) return undefined;
  return failure(
    'config.unknown-key',
    `${stranger} is no setting of drydock; known are ${[...known].join(', ')}`,
  );
}

/** https://specifications.freedesktop.org/basedir-spec/latest/ */
export function dataFolderOf(environment: Environment): string {
  const own = environment['DRYDOCK_DATA'];
  if (own !== undefined && own !== '') return own;
  const base = environment['XDG_DATA_HOME'];
  const home = base !== undefined && base !== '' ? base : join(homedir(), '.local', 'share');
  return join(home, 'drydock');
}
