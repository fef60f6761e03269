/** What a registry asks for in `WWW-Authenticate`. */
export interface Challenge {
  /** Lowercase: `bearer`, `basic`. */
  readonly scheme: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const PARAMETER = /([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/gy;

/**
 * The first challenge of the header.
 *
 * https://distribution.github.io/distribution/spec/auth/token/
 */
export function parseChallenge(header: string): Challenge | undefined {
  const scheme = /^\s*([\w-]+)(?:\s+|$)/.exec(header);
  const [whole, name] = scheme ?? [];
  if (whole === undefined || name === undefined) return undefined;
  const parameters = new Map<string, string>();
  const rest = header.slice(whole.length);
  let at = 0;
  while (at < rest.length) {
    PARAMETER.lastIndex = at;
    const [, key, quoted, plain] = PARAMETER.exec(rest) ?? [];
    if (key === undefined) break;
    parameters.set(key.toLowerCase(), plain ?? (quoted ?? '').replaceAll(/\\(.)/g, '$1'));
    at = PARAMETER.lastIndex;
    while (at < rest.length && ', \t'.includes(rest.charAt(at))) at += 1;
  }
  return { scheme: name.toLowerCase(), parameters };
}
