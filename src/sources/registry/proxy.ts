import { BlockList, isIP, isIPv6 } from 'node:net';
import { failure, FailureError } from '../../base/index.ts';
import { isLoopback } from './network.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that requests to a URL go through; `undefined` of none. As in Go, and so in Docker:
 * HTTPS_PROXY, HTTP_PROXY and NO_PROXY in upper or lower case, loopback never.
 *
 * https://pkg.go.dev/golang.org/x/net/http/httpproxy#Config
 */
export function proxyFor(url: URL, environment: Environment): URL | undefined {
  const name = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const written = either(environment, name);
  if (written === '' || isLoopback(url.hostname)) return undefined;
  const exceptions = either(environment, 'NO_PROXY').toLowerCase().split(',');
  if (exceptions.some((exception) => isExcepted(url, exception.trim()))) return undefined;
  const address = written.includes('://') ? written : `http://${written}`;
  const proxy = URL.canParse(address) ? new URL(address) : undefined;
  if (proxy?.protocol === 'http:' || proxy?.protocol === 'https:') return proxy;
  const message = `${name} is no address of a proxy; write http://HOST:PORT, or unset it`;
  throw new FailureError(failure('sources.registry.proxy', message));
}

function either(environment: Environment, name: string): string {
  return environment[name] || environment[name.toLowerCase()] || '';
}

/** `*`, `example.com` and all below, `.example.com` below only, an address, a net; with a port or not. */
function isExcepted(url: URL, exception: string): boolean {
  if (exception === '' || exception === '*') return exception === '*';
  const { 1: name = '', 2: port } = /^(.*?)(?::(\d{1,5}))?$/.exec(withoutBrackets(exception)) ?? [];
  const isAddress = isIPv6(exception) || isIPv6(withoutBrackets(exception));
  const host = withoutBrackets(url.hostname);
  if (isAddress) return host === withoutBrackets(exception);
  if (port !== undefined && port !== portOf(url)) return false;
  if (exception.includes('/')) return isInNet(host, exception);
  const below = name.replace(/^\*?\./, '');
  return host.endsWith(`.${below}`) || (host === below && below === name);
}

function isInNet(host: string, net: string): boolean {
  const [start = '', prefix = ''] = net.split('/');
  const version = isIP(start);
  const bits = Number(prefix);
  const isNet = /^\d{1,3}$/.test(prefix) && bits <= (version === 6 ? 128 : 32);
  if (version === 0 || !isNet || isIP(host) !== version) return false;
  const list = new BlockList();
  const family = version === 6 ? 'ipv6' : 'ipv4';
  list.addSubnet(start, bits, family);
  return list.check(host, family);
}

function portOf({ port, protocol }: URL): string {
  return port || (protocol === 'https:' ? '443' : '80');
}

function withoutBrackets(host: string): string {
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
}
