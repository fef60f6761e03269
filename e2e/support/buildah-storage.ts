import { join } from 'node:path';

export interface BuildahStorage {
  readonly flags: readonly string[];
  /**
   * An image in it, as skopeo writes there. Under the path of a layout buildah has no name for an image
   * where the path has capitals or a folder that begins with a dot.
   */
  at(name: string): string;
}

/** Images and containers of buildah in a folder of their own. */
export function buildahStorage(folder: string): BuildahStorage {
  const [root, run] = [join(folder, 'root'), join(folder, 'run')];
  return {
    flags: ['--root', root, '--runroot', run, '--storage-driver', 'vfs'],
    at: (name) => `containers-storage:[vfs@${root}+${run}]${name}`,
  };
}
