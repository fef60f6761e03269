/**
 * A repository's name may have slashes, and may end like one of our own addresses: `acme/shop/tags` is a fine
 * name. So its path in an address ends with `/-` where something follows or could be meant: no part of a name
 * is `-`. Names of one part, nearly all, need no such mark.
 *
 *     acme/shop                   /r/acme/shop             /r/acme/shop/tags/1.4
 *     acme/team/shop              /r/acme/team/shop        /r/acme/team/shop/-/tags/1.4
 *     acme/shop/tags              /r/acme/shop/tags/-      /r/acme/shop/tags/-/tags/1.4
 *
 * The router sees the name as one part, with `%2F`: `/r/acme/team%2Fshop/tags/1.4`.
 */
const AFTER_NAME: ReadonlySet<string> = new Set([
  'tags',
  'digests',
  'access',
  'webhooks',
  'settings',
]);

/** From the address bar to what the router matches. */
export function innerPath(path: string): string {
  const parts = partsOf(path);
  if (!parts) return path;
  const { namespace, rest } = parts;
  const mark = rest.indexOf('-');
  const isPlain = mark < 0 && AFTER_NAME.has(rest[1] ?? '');
  const length = mark >= 0 ? mark : isPlain ? 1 : rest.length;
  const after = rest.slice(mark >= 0 ? mark + 1 : length);
  return ['/r', namespace, rest.slice(0, length).join('%2F'), ...after].join('/');
}

/** From the router's path to what the address bar shows. */
export function outerPath(path: string): string {
  const parts = partsOf(path);
  if (!parts) return path;
  const { namespace, rest } = parts;
  const [name = '', ...after] = rest;
  const names = name.split(/%2F/i);
  const isClear = names.length === 1 || (after.length === 0 && !AFTER_NAME.has(names[1] ?? ''));
  return ['/r', namespace, ...names, ...(isClear ? [] : ['-']), ...after].join('/');
}

function partsOf(path: string): { namespace: string; rest: string[] } | undefined {
  const [empty, first, namespace, ...rest] = path.replace(/\/$/, '').split('/');
  if (empty !== '' || first !== 'r' || !namespace || rest.length === 0) return undefined;
  return { namespace, rest };
}

/** A repository's full name as the parameters of its routes. */
export function repositoryParams(name: string): { readonly ns: string; readonly repo: string } {
  const at = name.indexOf('/');
  return { ns: name.slice(0, at), repo: name.slice(at + 1) };
}
