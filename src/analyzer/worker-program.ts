import { realpathSync } from 'node:fs';
import { getCompileCacheDir } from 'node:module';
import { dirname, join } from 'node:path';

/** How a worker is started: what node runs, and what of the disk that needs. */
export interface WorkerProgram {
  readonly args: readonly string[];
  /** Files and folders; nothing else can be opened in the worker, and these only while it loads. */
  readonly readable: readonly string[];
  /** Keeps compiled code from one worker to the next; written before a worker is given a layer. */
  readonly compiled?: CompiledFolder;
}

export interface CompiledFolder {
  /** As Node is told it. */
  readonly folder: string;
  /** The part of it that this version of Node uses. */
  readonly used: string;
}

/** From what lies beside this file: the sources, or the bundles `*.js` of a release. */
export function ownProgram(): WorkerProgram {
  const here = import.meta.dirname;
  const root = join(here, '..', '..');
  const used = getCompileCacheDir();
  const compiled = used === undefined ? {} : { compiled: { folder: dirname(used), used } };
  if (!import.meta.filename.endsWith('.ts')) {
    const bundle = join(here, 'analyzer-worker.js');
    return { args: [bundle], readable: [bundle], ...compiled };
  }
  return {
    args: [join(here, 'worker-main.ts')],
    readable: [join(root, 'src'), join(root, 'package.json'), ...both(join(root, 'node_modules'))],
    ...compiled,
  };
}

/** Packages are often linked in: what is read is where the link leads. */
function both(path: string): string[] {
  return [...new Set([path, realpathSync(path)])];
}
