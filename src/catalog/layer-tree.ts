import { type TarEntry, whiteoutOf } from '../image/index.ts';
import type { LayerInventory } from '../model/index.ts';
import { PathListWriter } from './path-list.ts';

/**
 * What a layer adds and removes, apart from contents. A whiteout speaks of lower layers only: a
 * file of the same name in its own layer stays, whichever comes first.
 *
 * https://github.com/opencontainers/image-spec/blob/main/layer.md#whiteouts
 */
export class LayerTree {
  readonly #whiteouts = new Set<string>();
  readonly #opaque = new Set<string>();
  readonly #links = new Map<string, string>();
  readonly #paths = new PathListWriter();

  /** Takes in an entry; says whether it is something of its own: no whiteout, and not the root. */
  add({ path, kind, linkName }: TarEntry): boolean {
    if (path === '' || kind === 'global' || kind === 'other') return false;
    const whiteout = whiteoutOf(path);
    if (whiteout !== undefined) {
      if (whiteout.kind === 'removed') this.#whiteouts.add(whiteout.path);
      if (whiteout.kind === 'opaque') this.#opaque.add(whiteout.path);
      return false;
    }
    if (this.#links.size > 0) this.#links.delete(path);
    if (kind === 'symlink') this.#links.set(path, linkName);
    this.#paths.add(kind === 'directory' ? `${path}/` : path);
    return true;
  }

  finish(): Pick<LayerInventory, 'whiteouts' | 'opaque' | 'links' | 'paths'> {
    return {
      whiteouts: [...this.#whiteouts].toSorted(),
      opaque: [...this.#opaque].toSorted(),
      links: Object.fromEntries(this.#links),
      paths: this.#paths.finish(),
    };
  }
}
