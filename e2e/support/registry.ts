import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratch } from './drydock.ts';
import { freePort, startServer } from './server-process.ts';

export interface Registry {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  stop(): Promise<void>;
}

/** A registry (Debian's docker-registry) on loopback; with a login, only for who knows it. */
export async function startRegistry(login?: {
  readonly user: string;
  readonly password: string;
}): Promise<Registry> {
  const folder = mkdtempSync(join(scratch, 'registry-'));
  const host = `127.0.0.1:${await freePort()}`;
  const config: Record<string, unknown> = {
    version: 0.1,
    log: { level: 'error', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: join(folder, 'storage') } },
    http: { addr: host },
  };
  if (login) {
    const path = join(folder, 'htpasswd');
    writeFileSync(path, execFileSync('htpasswd', ['-Bbn', login.user, login.password]));
    config['auth'] = { htpasswd: { realm: 'e2e', path } };
  }
  // JSON is YAML.
  const path = join(folder, 'config.yml');
  writeFileSync(path, JSON.stringify(config));
  const isUp = async (): Promise<boolean> =>
    [200, 401].includes((await fetch(`http://${host}/v2/`)).status);
  const server = await startServer('docker-registry', ['serve', path], isUp);
  if ('failed' in server) throw new Error(server.failed);
  return { host, stop: () => server.stop() };
}

/** Copies an image, all its platforms, as it is. */
export function push(from: string, to: string, credentials?: string): void {
  const login = credentials ? ['--dest-creds', credentials] : [];
  const flags = ['--all', '--preserve-digests', '--dest-tls-verify=false', ...login];
  execFileSync('skopeo', ['copy', '--quiet', ...flags, from, `docker://${to}`]);
}
