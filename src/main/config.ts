import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Failure, Result } from '../base/index.ts';
import { err, failure, ok } from '../base/index.ts';
import type { CliConfig } from '../cli/index.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A key of the environment, as docs/reference/configuration.md shows it. */
interface Key {
  readonly name: string;
  readonly meaning: string;
  readonly example: string;
}

/** Every key that is read; any other that begins with DRYDOCK_ is refused. */
export const KEYS: readonly Key[] = [
  {
    name: 'DRYDOCK_DATA',
    meaning: 'Folder for advisory snapshots and fetched feeds.',
    example: '~/.local/share/drydock (default; below XDG_DATA_HOME where that is set)',
  },
  {
    name: 'DRYDOCK_FEEDS',
    meaning:
      'Mirrors of all advisory feeds, URLs or folders with commas between, the first that has a ' +
      'file gives it; the word publishers: each feed at its own address, as when this is unset.',
    example: 'https://mirror.example.com/feeds,publishers',
  },
  {
    name: 'DRYDOCK_OFFLINE',
    meaning:
      'true: nothing elsewhere is asked: no registry but on loopback, no feed but from a folder or loopback.',
    example: 'false (default)',
  },
];

/** Reads the environment once. Keys of other programs (DOCKER_CONFIG, DOCKER_HOST) mean what they mean there. */
export function readConfig(environment: Environment): Result<CliConfig, Failure> {
  const known = new Set(KEYS.map(({ name }) => name));
  const stranger = Object.keys(environment).find(
    (name) => name.startsWith('DRYDOCK_') && !known.has(name),
  );
  if (stranger !== undefined) {
    return err(
      failure(
        'config.unknown-key',
        `${stranger} is no setting of drydock; known are ${[...known].join(', ')}`,
      ),
    );
  }
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

/** https://specifications.freedesktop.org/basedir-spec/latest/ */
function dataFolderOf(environment: Environment): string {
  const own = environment['DRYDOCK_DATA'];
  if (own !== undefined && own !== '') return own;
  const base = environment['XDG_DATA_HOME'];
  const home = base !== undefined && base !== '' ? base : join(homedir(), '.local', 'share');
  return join(home, 'drydock');
}
