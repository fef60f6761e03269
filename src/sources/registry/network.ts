import { BlockList, isIP, isIPv6 } from 'node:net';

/** Addresses that no public server has: IANA's special-purpose registries. */
const PRIVATE: readonly (readonly [net: string, prefix: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
  ['::', 127],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
];

const PRIVATE_LIST = new BlockList();
for (const [net, prefix] of PRIVATE)
  PRIVATE_LIST.addSubnet(net, prefix, isIPv6(net) ? 'ipv6' : 'ipv4');

/** Loopback, link-local, private or otherwise unreachable from the internet; IPv4-mapped too. */
export function isPrivateAddress(address: string): boolean {
  const plain = withoutBrackets(address);
  return PRIVATE_LIST.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
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
