import { realpathSync } from 'node:fs';
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
    readable: [join(root, 'src'), join(root, 'package.json'), ...both(join(root, 'node_modules'))],
  };
}

/** Packages are often linked in: what is read is where the link leads. */
function both(path: string): string[] {
  return [...new Set([path, realpathSync(path)])];
}
