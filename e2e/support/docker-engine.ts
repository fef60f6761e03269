import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Ended } from './run-program.ts';
import { runProgram } from './run-program.ts';
import { startServer } from './server-process.ts';

export interface DockerEngine {
  readonly socket: string;
  /** `docker ...` on this engine, with credentials of its own. */
  docker(...args: readonly string[]): Promise<Ended>;
  stop(): Promise<void>;
}

/** An engine of its own, without network or firewall rules; starts as root only. */
export async function startDockerEngine(
  folder: string,
): Promise<DockerEngine | { readonly failed: string }> {
  mkdirSync(join(folder, 'config'), { recursive: true });
  const socket = join(folder, 'd.sock');
  const paths = { root: '--data-root', exec: '--exec-root', 'd.pid': '--pidfile' };
  const places = Object.entries(paths).flatMap(([name, flag]) => [flag, join(folder, name)]);
  const network = ['--iptables=false', '--ip6tables=false', '--bridge=none'];
  const args = ['--storage-driver=vfs', ...network, ...places, '-H', `unix://${socket}`];
  const env = { DOCKER_HOST: `unix://${socket}`, DOCKER_CONFIG: join(folder, 'config') };
  const isUp = (): Promise<boolean> => {
    const version = ['version'];
    const answers = (): boolean =>
      spawnSync('docker', version, { env: { ...process.env, ...env } }).status === 0;
    return Promise.resolve(existsSync(socket) && answers());
  };
  const engine = await startServer('dockerd', args, isUp);
  if ('failed' in engine) return engine;
  return {
    socket,
    docker: (...words) => runProgram('docker', words, { env }),
    stop: () => engine.stop(),
  };
}
