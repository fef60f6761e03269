import { cleanPath, whiteoutOf } from './path.ts';
import { resolvePath } from './resolve-path.ts';
import type { PathNode } from './resolve-path.ts';
import type { TarEntry, TarEntryKind } from './tar-entry.ts';

/** What lies at a path of the final filesystem. */
export interface FlatEntry {
  readonly kind: TarEntryKind;
  readonly size: number;
  /** Of symlinks, as written. */
  readonly target: string;
  /** Index of the layer that it is from. */
  readonly layer: number;
  /** The entry that its content is of; `undefined` of a directory that no entry names. */
  readonly source: TarEntry | undefined;
}

interface Node extends PathNode<Node> {
  entry: FlatEntry;
  /** Of directories. */
  readonly children: Map<string, Node>;
}

/** Links followed in one path before it counts as a loop: as Linux. */
const MAX_LINKS = 40;
const IMPLIED: Omit<FlatEntry, 'layer'> = {
  kind: 'directory',
  size: 0,
  target: '',
  source: undefined,
};

/**
 * The filesystem that layers make, lowest first: whiteouts, opaque directories wherever they stand
 * among their content, replaced paths, and paths that lead through symbolic links of lower layers,
 * which stay inside the image. Paths are in no particular order; the root is not among them.
 *
 * https://github.com/opencontainers/image-spec/blob/main/layer.md#applying-changesets
 */
export function flatten(layers: readonly (readonly TarEntry[])[]): ReadonlyMap<string, FlatEntry> {
  const root = nodeOf({ ...IMPLIED, layer: 0 });
  for (const [index, entries] of layers.entries()) {
    applyLayer(root, entries, index);
  }
  return listed(root);
}

function nodeOf(entry: FlatEntry): Node {
  return { entry, target: entry.target, children: new Map() };
}

function applyLayer(root: Node, entries: readonly TarEntry[], layer: number): void {
  const added = new Set<Node>();
  for (const entry of entries) {
    if (entry.path === '' || entry.kind === 'global' || entry.kind === 'other') continue;
    const whiteout = whiteoutOf(entry.path);
    if (whiteout?.kind === 'opaque') clear(nodeAt(root, whiteout.path), added);
    else if (whiteout?.kind === 'removed') remove(root, whiteout.path, added);
    else if (!whiteout) place(root, entry, layer, added);
  }
}

/** Removes what lower layers have in a directory: what this layer put there stays. */
function clear(node: Node | undefined, added: ReadonlySet<Node>): void {
  const open = node ? [node] : [];
  for (let next = open.pop(); next; next = open.pop()) {
    for (const [name, child] of next.children) {
      if (!added.has(child)) next.children.delete(name);
      else open.push(child);
    }
  }
}

function remove(root: Node, path: string, added: ReadonlySet<Node>): void {
  const [folder, name] = split(path);
  const parent = nodeAt(root, folder);
  const node = parent?.children.get(name);
  if (!parent || !node) return;
  if (added.has(node)) clear(node, added);
  else parent.children.delete(name);
}

function place(root: Node, entry: TarEntry, layer: number, added: Set<Node>): void {
  const [written, name] = split(entry.path);
  const folder = resolvePath(written, root, MAX_LINKS);
  if (folder === undefined || name === '') return;
  const parent = nodeAt(root, folder, (made) => {
    made.entry = { ...IMPLIED, layer };
    added.add(made);
  });
  if (!parent) return;
  const flat = flatOf(root, entry, layer);
  if (!flat) return;
  const old = parent.children.get(name);
  const staysFolder = old?.entry.kind === 'directory' && flat.kind === 'directory';
  const node: Node = staysFolder ? old : nodeOf(flat);
  node.entry = flat;
  parent.children.set(name, node);
  // What leads here is of this layer, too: an opaque directory around it keeps it.
  added.add(node);
  markParents(root, folder, added);
}

function markParents(root: Node, folder: string, added: Set<Node>): void {
  let node: Node | undefined = root;
  for (const name of folder === '' ? [] : folder.split('/')) {
    node = node.children.get(name);
    if (!node) return;
    added.add(node);
  }
}

/** A hard link is what it links to; `undefined` when that is not there. */
function flatOf(root: Node, entry: TarEntry, layer: number): FlatEntry | undefined {
  if (entry.kind !== 'hardlink') {
    const target = entry.kind === 'symlink' ? entry.linkName : '';
    const size = entry.kind === 'file' ? entry.size : 0;
    return { kind: entry.kind, size, target, layer, source: entry };
  }
  const [folder, name] = split(cleanPath(entry.linkName));
  const linked = nodeAt(root, folder)?.children.get(name);
  return linked && { ...linked.entry, layer };
}

/** The directory that a path leads to through links; `make` fills in what is missing. */
function nodeAt(root: Node, path: string, make?: (node: Node) => void): Node | undefined {
  const resolved = resolvePath(path, root, MAX_LINKS);
  if (resolved === undefined) return undefined;
  let node: Node | undefined = root;
  for (const name of resolved === '' ? [] : resolved.split('/')) {
    const next: Node | undefined = node.children.get(name);
    node = next?.entry.kind === 'directory' ? next : makeFolder(node, name, make);
    if (!node) return undefined;
  }
  return node;
}

function makeFolder(
  parent: Node,
  name: string,
  make: ((node: Node) => void) | undefined,
): Node | undefined {
  if (!make) return undefined;
  const folder = nodeOf({ ...IMPLIED, layer: 0 });
  make(folder);
  parent.children.set(name, folder);
  return folder;
}

function split(path: string): readonly [string, string] {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? ['', path] : [path.slice(0, slash), path.slice(slash + 1)];
}

function listed(root: Node): ReadonlyMap<string, FlatEntry> {
  const paths = new Map<string, FlatEntry>();
  const open: (readonly [string, Node])[] = [['', root]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [folder, node] = next;
    for (const [name, child] of node.children) {
      const path = folder === '' ? name : `${folder}/${name}`;
      paths.set(path, child.entry);
      open.push([path, child]);
    }
  }
  return paths;
}
