import { isIP } from 'node:net';
import { isPublicAddress } from '../public-address.ts';

/** Loopback, link-local, private or otherwise unreachable from the internet; IPv4-mapped too. */
export function isPrivateAddress(address: string): boolean {
  return !isPublicAddress(withoutBrackets(address));
}

/** `localhost` and addresses of loopback, with or without a port. */
export function isLoopback(host: string): boolean {
  const name = hostOf(host);
  if (name === 'localhost' || name.endsWith('.localhost')) return true;
  return isIP(name) === 4 ? name.startsWith('127.') : name === '::1';
}

/** Whether the URL's host is an address, and a private one. The URL parser has unified spellings. */
export function isPrivateLiteral({ hostname }: URL): boolean {
  const name = withoutBrackets(hostname);
  return name === 'localhost' || (isIP(name) !== 0 && isPrivateAddress(name));
}

/**
 * Whether credentials of a registry may go to its token server: the same host, or one under the
 * same registrable domain, over https (on loopback also over http). Without the public suffix list,
 * a registrable domain is taken as the last two labels, three under a country's second level
 * (`co.uk`). Elsewhere a token is asked for without credentials.
 */
export function mayHaveCredentials(registry: URL, realm: URL): boolean {
  const isSafe = realm.protocol === 'https:' || isLoopback(realm.hostname);
  if (!isSafe) return realm.origin === registry.origin;
  if (realm.hostname === registry.hostname) return true;
  if (isIP(withoutBrackets(realm.hostname)) !== 0) return false;
  const domain = registrableDomain(registry.hostname);
  return domain !== undefined && domain === registrableDomain(realm.hostname);
}

function registrableDomain(host: string): string | undefined {
  const labels = host.split('.');
  const [top = '', second = ''] = labels.toReversed();
  const length = top.length === 2 && second.length <= 3 ? 3 : 2;
  return labels.length >= length && isIP(host) === 0 ? labels.slice(-length).join('.') : undefined;
}

function hostOf(host: string): string {
  return withoutBrackets(host.replace(/:\d+$/, ''));
}

function withoutBrackets(host: string): string {
  return host.startsWith('[') ? host.slice(1, -1) : host;
}
