import type { Failure, Result } from '../../base/index.ts';
import { err, failure, ok } from '../../base/index.ts';
import { isLoopback } from './connect.ts';

/** A repository as people name it: `acme/shop`, or with its server before it. */
export interface RepositoryName {
  readonly host: string | undefined;
  readonly namespace: string;
  /** Without the namespace. */
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** `[host/]namespace/repository[:tag][@digest]`; the first part is a host as in a reference. */
export function parseRepositoryName(text: string): Result<RepositoryName, Failure> {
  const [named = '', digest] = text.split('@', 2);
  const colon = named.lastIndexOf(':');
  const tagAt = colon > named.lastIndexOf('/') ? colon : named.length;
  const parts = named.slice(0, tagAt).split('/');
  const host = isHost(parts[0] ?? '') ? parts.shift()?.toLowerCase() : undefined;
  const [namespace = '', ...rest] = parts;
  if (namespace === '' || rest.length === 0 || rest.includes('')) {
    return err(
      failure(
        'cli.name',
        `'${text}' is no repository: it should be like acme/shop, or acme/shop:1.4`,
      ),
    );
  }
  const tag = named.slice(tagAt + 1);
  return ok({ host, namespace, repository: rest.join('/'), tag: tag || undefined, digest });
}

/** As Docker tells a registry from a name: a dot, a port, or `localhost`. */
function isHost(part: string): boolean {
  return /[.:]/.test(part) || part === 'localhost';
}

export interface ServerAddress {
  readonly host: string;
  readonly url: string;
}

/** `registry.example.com`, `localhost:7070`, `https://...`. Plain HTTP on this machine only. */
export function parseServer(text: string): Result<ServerAddress, Failure> {
  const hasScheme = /^https?:\/\//.test(text);
  const url = hasScheme ? text : `${isHere(text) ? 'http' : 'https'}://${text}`;
  if (!URL.canParse(url)) return err(failure('cli.name', `'${text}' is no name of a server`));
  const { host, hostname, protocol, origin } = new URL(url);
  if (protocol === 'http:' && !isLoopback(hostname)) {
    return err(
      failure(
        'cli.login.plain',
        `${text} is not on this machine: over plain HTTP everyone between could read the password; use https`,
      ),
    );
  }
  return ok({ host, url: origin });
}

function isHere(host: string): boolean {
  const url = `http://${host}`;
  return URL.canParse(url) && isLoopback(new URL(url).hostname);
}
