import { type TarEntry, cleanPath, whiteoutOf } from '../image/index.ts';
import { PathListWriter } from './path-list.ts';

/** One entry of a layer as squashing needs it. */
export type LayerEntry =
  | { readonly kind: 'file' | 'directory'; readonly path: string }
  | { readonly kind: 'symlink'; readonly path: string; readonly target: string }
  /** What lower layers have at the path, or below it, is gone. */
  | { readonly kind: 'removed' | 'opaque'; readonly path: string };

/** Stands in no clean path: between a link and its target. */
const LINK = '//';

/**
 * A layer's entries in their order, as lines of a path list: `file`, `folder/`, `link//target`, and
 * whiteouts as their names are in the tar.
 *
 * https://github.com/opencontainers/image-spec/blob/main/layer.md#whiteouts
 */
export class LayerEntries {
  readonly #lines = new PathListWriter();
  /** For hard links, which are what they link to. */
  readonly #links = new Map<string, string>();

  /** Takes in an entry; says whether it is something of its own: no whiteout, and not the root. */
  add(entry: TarEntry): boolean {
    const { path, kind } = entry;
    if (path === '' || kind === 'global' || kind === 'other') return false;
    const whiteout = whiteoutOf(path);
    if (whiteout !== undefined) {
      if (whiteout.kind !== 'ignored') this.#lines.add(path);
      return false;
    }
    const target = this.#targetOf(entry);
    if (target !== undefined) this.#links.set(path, target);
    else if (this.#links.size > 0) this.#links.delete(path);
    this.#lines.add(
      target === undefined ? (kind === 'directory' ? `${path}/` : path) : path + LINK + target,
    );
    return true;
  }

  finish(): Uint8Array {
    return this.#lines.finish();
  }

  #targetOf({ kind, linkName }: TarEntry): string | undefined {
    if (kind === 'symlink') return linkName;
    return kind === 'hardlink' && this.#links.size > 0
      ? this.#links.get(cleanPath(linkName))
      : undefined;
  }
}

/** What a line of a layer's path list says. */
export function layerEntryOf(line: string): LayerEntry {
  const link = line.indexOf(LINK);
  if (link >= 0) {
    return { kind: 'symlink', path: line.slice(0, link), target: line.slice(link + LINK.length) };
  }
  if (line.endsWith('/')) return { kind: 'directory', path: line.slice(0, -1) };
  const whiteout = whiteoutOf(line);
  if (whiteout === undefined || whiteout.kind === 'ignored') return { kind: 'file', path: line };
  return { kind: whiteout.kind, path: whiteout.path };
}
