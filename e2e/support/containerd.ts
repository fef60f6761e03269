import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ended } from './run-program.ts';
import { runProgram } from './run-program.ts';
import { startServer } from './server-process.ts';

export interface Containerd {
  /** `ctr ...` on this containerd. */
  ctr(...args: readonly string[]): Promise<Ended>;
  stop(): Promise<void>;
}

/** One of its own, with its images in `folder`; starts as root only. */
export async function startContainerd(folder: string): Promise<Containerd> {
  mkdirSync(folder);
  // The path of a socket has a hundred characters.
  const socket = join(folder, 'c.sock');
  const path = join(folder, 'config.toml');
  writeFileSync(
    path,
    `version = 2
root = "${folder}/root"
state = "${folder}/state"
disabled_plugins = ["io.containerd.grpc.v1.cri"]
[grpc]
address = "${socket}"
`,
  );
  const isUp = (): Promise<boolean> =>
    Promise.resolve(existsSync(socket) && spawnSync('ctr', ['-a', socket, 'version']).status === 0);
  const started = await startServer('containerd', ['-c', path], isUp);
  if ('failed' in started) throw new Error(started.failed);
  return {
    ctr: (...args) => runProgram('ctr', ['-a', socket, ...args]),
    stop: () => started.stop(),
  };
}
