import { resolvePath } from '../image/index.ts';
import type { LayerEntry } from './layer-entries.ts';

/** Where a file of a layer went, and until when it was there. */
export interface Placement {
  /** With all links of its folders followed. */
  readonly path: string;
  /** Index of the layer that took it away; infinite of what is there to the end. */
  goneIn: number;
}

interface Node {
  readonly isFolder: boolean;
  /** Of a symbolic link, as written; '' of anything else. */
  readonly target: string;
  /** The last layer that put something here or below. */
  layer: number;
  /** The last layer that hid what lower ones have in here. */
  clearedIn: number;
  readonly placement: Placement | undefined;
  readonly children: Map<string, Node>;
}

/** A folder of the merged filesystem; without a node where the tree keeps nothing of it. */
interface Spot {
  readonly node: Node | undefined;
  readonly path: string;
}

/** How a walk treats what is not there: leaves it, or makes folders, of files too. */
type Walk = 'look' | 'pass' | 'make';

/**
 * The filesystem that layers make, lowest first, as far as anybody asks: symbolic links, the files
 * to keep, and the folders above them. Entries go where containerd and umoci put them: their folder
 * with its links followed inside the root, their own name as it is. Bounded by what is kept.
 */
export class MergedTree {
  readonly #root: Node = folder(0);
  readonly #limit: number;
  #layer = -1;
  /** Of all targets: with the limit, what one walk may cost. */
  #longest = 0;
  #spent = 0;
  /** The folder of the entry before: most entries lie beside it. */
  #lastFolder: string | undefined;
  #lastSpot: Spot | undefined;

  /** @param limit links followed in one path before it counts as a loop. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  nextLayer(): void {
    this.#layer += 1;
    this.#lastFolder = undefined;
  }

  /** Whether links are not followed any more: an image that nobody made to be run. */
  get hasGivenUp(): boolean {
    return this.#spent > MOST_CHARACTERS;
  }

  /** @returns where it went, of what is to be kept; `undefined` where links lead in circles. */
  apply(entry: LayerEntry, isKept: boolean): Placement | undefined {
    if (entry.kind === 'opaque') {
      this.#forgetSpot();
      const spot = this.#walk(entry.path, 'look');
      if (spot?.node) this.#clear(spot.node);
      return undefined;
    }
    const slash = entry.path.lastIndexOf('/');
    const name = entry.path.slice(slash + 1);
    const parent = slash < 0 ? '' : entry.path.slice(0, slash);
    if (entry.kind === 'removed') {
      this.#forgetSpot();
      const node = this.#walk(parent, 'look')?.node;
      if (node) this.#remove(node, name);
      return undefined;
    }
    return this.#place(entry, parent, name, isKept);
  }

  /** Where a path leads, its own link followed too; `undefined` of a loop. What is not there is a folder. */
  resolve(path: string): string | undefined {
    return resolvePath(path, this.#root, this.#limit);
  }

  #place(entry: LayerEntry, parent: string, name: string, isKept: boolean): Placement | undefined {
    const target = targetOf(entry);
    const isStored = isKept || target !== '';
    const spot = this.#spotOf(parent, isStored);
    if (!spot?.node) return undefined;
    const siblings = spot.node.children;
    const old = siblings.get(name);
    const isFolder = entry.kind === 'directory';
    const placement = isKept ? { path: join(spot.path, name), goneIn: Infinity } : undefined;
    if (old && isFolder && old.isFolder) {
      old.layer = this.#layer;
      return placement;
    }
    if (old) this.#kill(old);
    if (isStored) {
      const children = isFolder ? new Map<string, Node>() : NO_CHILDREN;
      siblings.set(name, { ...folder(this.#layer), isFolder, target, placement, children });
      this.#longest = Math.max(this.#longest, target.length);
    } else if (old) siblings.delete(name);
    return placement;
  }

  /** Walks only where the entry before lay elsewhere. */
  #spotOf(path: string, isStored: boolean): Spot | undefined {
    const last = this.#lastSpot;
    const isKnown = path === this.#lastFolder && (last?.node !== undefined || !isStored);
    if (isKnown) return last;
    const spot = this.#walk(path, isStored ? 'make' : 'pass');
    this.#lastFolder = path;
    this.#lastSpot = spot;
    return spot;
  }

  #forgetSpot(): void {
    this.#lastFolder = undefined;
  }

  /** Most folders are reached without a link, and few have anything that is kept: that is fast. */
  #walk(path: string, walk: Walk, isResolved = false): Spot | undefined {
    let node: Node = this.#root;
    for (let start = 0; start < path.length;) {
      const slash = path.indexOf('/', start);
      const end = slash < 0 ? path.length : slash;
      const name = path.slice(start, end);
      start = end + 1;
      const next = node.children.get(name);
      if (next?.target && !isResolved) {
        const resolved = this.#follow(path);
        return resolved === undefined ? undefined : this.#walk(resolved, walk, true);
      }
      const found = walk === 'look' ? next : this.#pass(node, next, name, walk);
      if (!found) return { node: undefined, path };
      node = found;
    }
    return { node, path };
  }

  /** What is put below is of this layer, and so is what leads there: it stays when lower layers go. */
  #pass(parent: Node, next: Node | undefined, name: string, walk: Walk): Node | undefined {
    const found = next?.isFolder ? next : this.#folderFor(parent, name, walk);
    if (found) found.layer = this.#layer;
    return found;
  }

  /** Where a folder leads; as it is written once too much has been spent on finding out. */
  #follow(path: string): string | undefined {
    if (this.#longest === 0 || this.hasGivenUp) return path;
    const resolved = resolvePath(path, this.#root, this.#limit);
    if (resolved !== path) this.#spent += this.#limit * this.#longest;
    return resolved;
  }

  /** Takes the place of a file, and of nothing where something is to be kept below. */
  #folderFor(parent: Node, name: string, walk: Walk): Node | undefined {
    const old = parent.children.get(name);
    if (old) {
      this.#kill(old);
      parent.children.delete(name);
    }
    if (walk !== 'make') return undefined;
    const made = folder(this.#layer);
    parent.children.set(name, made);
    return made;
  }

  /** A whiteout speaks of lower layers: what this one put there stays. */
  #remove(parent: Node, name: string): void {
    const node = parent.children.get(name);
    if (!node) return;
    if (node.layer === this.#layer) this.#clear(node);
    else {
      this.#kill(node);
      parent.children.delete(name);
    }
  }

  #clear(node: Node): void {
    const open = [node];
    for (let next = open.pop(); next; next = open.pop()) {
      // What came since is of this layer.
      if (next.clearedIn === this.#layer) continue;
      next.clearedIn = this.#layer;
      for (const [name, child] of next.children) {
        if (child.layer === this.#layer) open.push(child);
        else {
          this.#kill(child);
          next.children.delete(name);
        }
      }
    }
  }

  #kill(node: Node): void {
    const open = [node];
    for (let next = open.pop(); next; next = open.pop()) {
      if (next.placement) next.placement.goneIn = this.#layer;
      for (const child of next.children.values()) open.push(child);
    }
  }
}

/** Linux follows no longer target. */
const PATH_MAX = 4096;

/** Of targets, as the dearest walks would read them: seconds. Real images spend a thousandth. */
const MOST_CHARACTERS = 500_000_000;

function targetOf(entry: LayerEntry): string {
  return entry.kind === 'symlink' && entry.target.length <= PATH_MAX ? entry.target : '';
}

/** Of whatever is no folder: nothing is ever put there. */
const NO_CHILDREN = new Map<string, Node>();

function folder(layer: number): Node {
  const children = new Map<string, Node>();
  return { isFolder: true, target: '', layer, clearedIn: -1, placement: undefined, children };
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
