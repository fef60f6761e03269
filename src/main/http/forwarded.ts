import type { IncomingMessage } from 'node:http';
import type { BlockList } from 'node:net';
import { isIP } from 'node:net';
import { TLSSocket } from 'node:tls';

/** Who asks, and under which address of ours, as the trusted proxies tell it. */
export interface Forwarded {
  /** Of the client: an IP address. */
  readonly addressOf: (request: IncomingMessage) => string;
  /** Scheme and host by which the client reached us, no slash at the end. */
  readonly originOf: (request: IncomingMessage) => string;
}

/** RFC 9110, 7.2: a name or address and maybe a port; nothing that could leave a header or a link. */
const HOST = /^(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/;

/**
 * What X-Forwarded-For, -Proto and -Host say is believed of trusted proxies only, from the nearest on:
 * the client is the first on the way back that is not one of them.
 */
export function createForwarded(trusted: BlockList, publicUrl: string): Forwarded {
  const isTrusted = (address: string): boolean => {
    const family = isIP(address);
    return family !== 0 && trusted.check(address, family === 6 ? 'ipv6' : 'ipv4');
  };
  return {
    addressOf: (request) => {
      let address = plainAddress(request.socket.remoteAddress ?? '');
      const way = listOf(request.headers['x-forwarded-for']);
      while (isTrusted(address)) {
        const before = plainAddress(way.pop() ?? '');
        if (isIP(before) === 0) break;
        address = before;
      }
      return address;
    },
    originOf: (request) => {
      const isBehind = isTrusted(plainAddress(request.socket.remoteAddress ?? ''));
      const told = isBehind ? listOf(request.headers['x-forwarded-host']).at(-1) : undefined;
      const host = told ?? request.headers.host ?? '';
      // A proxy that says no scheme is not to turn https into http.
      if (!HOST.test(host) || host === new URL(publicUrl).host) return publicUrl;
      const scheme = isBehind ? listOf(request.headers['x-forwarded-proto']).at(-1) : undefined;
      const isSecure = request.socket instanceof TLSSocket;
      return `${scheme === 'https' || scheme === 'http' ? scheme : isSecure ? 'https' : 'http'}://${host}`;
    },
  };
}

function listOf(header: string | string[] | undefined): string[] {
  return [header ?? []].flat().flatMap((line) => line.split(',').map((part) => part.trim()));
}

/** `::ffff:10.0.0.1`, as a socket for both families tells an IPv4 address. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}
