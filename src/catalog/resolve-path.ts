/**
 * Where a path leads in a filesystem of these symbolic links: every segment followed, never out of
 * the root. `undefined` of a loop, and of more links than `limit`.
 *
 * @param links path of each link to its target as written.
 */
export function resolvePath(
  path: string,
  links: ReadonlyMap<string, string>,
  limit: number,
): string | undefined {
  const rest = path.split('/').toReversed();
  let resolved: string[] = [];
  let followed = 0;
  while (rest.length > 0) {
    const segment = rest.pop();
    if (segment === undefined || segment === '' || segment === '.') continue;
    if (segment === '..') {
      resolved.pop();
      continue;
    }
    resolved.push(segment);
    const target = links.get(resolved.join('/'));
    if (target === undefined) continue;
    followed += 1;
    if (followed > limit) return undefined;
    if (target.startsWith('/')) resolved = [];
    else resolved.pop();
    rest.push(...target.split('/').toReversed());
  }
  return resolved.join('/');
}
