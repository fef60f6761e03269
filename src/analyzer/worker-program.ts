import { join } from 'node:path';

/** How a worker is started: what node runs, and what it may read for it. */
export interface WorkerProgram {
  readonly args: readonly string[];
  /** Files and folders; nothing else can be opened in the worker. */
  readonly readable: readonly string[];
}

/** From the sources as they lie here; a bundle says its own. */
export function sourceProgram(): WorkerProgram {
  const root = join(import.meta.dirname, '..', '..');
  return {
    args: [join(import.meta.dirname, 'worker-main.ts')],
    readable: [join(root, 'src'), join(root, 'node_modules'), join(root, 'package.json')],
  };
}
