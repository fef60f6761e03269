import { realpathSync } from 'node:fs';
import { join } from 'node:path';

/** How a worker is started: what node runs, and what it may read for it. */
export interface WorkerProgram {
  readonly args: readonly string[];
  /** Files and folders; nothing else can be opened in the worker. */
  readonly readable: readonly string[];
}

/** From what lies beside this file: the sources, or the bundles `*.js` of a release. */
export function ownProgram(): WorkerProgram {
  const here = import.meta.dirname;
  const root = join(here, '..', '..');
  if (!import.meta.filename.endsWith('.ts')) {
    const bundle = join(here, 'analyzer-worker.js');
    return { args: [bundle], readable: [bundle] };
  }
  return {
    args: [join(here, 'worker-main.ts')],
    readable: [join(root, 'src'), join(root, 'package.json'), ...both(join(root, 'node_modules'))],
  };
}

/** Packages are often linked in: what is read is where the link leads. */
function both(path: string): string[] {
  return [...new Set([path, realpathSync(path)])];
}
