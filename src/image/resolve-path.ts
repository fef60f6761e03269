/** What paths are looked up in: a folder, a link, or a file of a filesystem. */
export interface PathNode<Self> {
  /** Of a symbolic link, as written; '' of anything else. */
  readonly target: string;
  readonly children: ReadonlyMap<string, Self>;
}

/** A filesystem of which only the symbolic links are known. */
export interface LinkTree extends PathNode<LinkTree> {}

/**
 * Where a path leads in a filesystem: every segment's link followed, never out of the root, what is
 * not there taken for a folder. `undefined` of a loop, and of more links than `limit`. Takes time in
 * proportion to the path and the links followed.
 */
export function resolvePath<Node extends PathNode<Node>>(
  path: string,
  root: Node,
  limit: number,
): string | undefined {
  const rest = segments(path);
  const names: string[] = [];
  const trail: (Node | undefined)[] = [root];
  let followed = 0;
  for (let name = rest.pop(); name !== undefined; name = rest.pop()) {
    if (name === '..') {
      if (names.pop() !== undefined) trail.pop();
      continue;
    }
    const node = trail.at(-1)?.children.get(name);
    if (!node?.target) {
      names.push(name);
      trail.push(node);
      continue;
    }
    followed += 1;
    if (followed > limit) return undefined;
    if (node.target.startsWith('/')) {
      names.length = 0;
      trail.length = 1;
    }
    for (const segment of segments(node.target)) rest.push(segment);
  }
  return names.join('/');
}

/** @param links clean path of each symbolic link to its target as written. */
export function linkTree(links: Iterable<readonly [path: string, target: string]>): LinkTree {
  const root = newNode();
  for (const [path, target] of links) {
    let node = root;
    for (const name of path.split('/')) {
      const next = node.children.get(name) ?? newNode();
      node.children.set(name, next);
      node = next;
    }
    node.target = target;
  }
  return root;
}

interface Growing {
  target: string;
  readonly children: Map<string, Growing>;
}

function newNode(): Growing {
  return { target: '', children: new Map() };
}

/** Last first, to be taken from the end. */
function segments(path: string): string[] {
  const names = path.split('/').filter((name) => name !== '' && name !== '.');
  return names.toReversed();
}
