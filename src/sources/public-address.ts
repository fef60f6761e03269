import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * What no address on the internet is: loopback, private, link-local with the metadata services of
 * clouds, shared, documentation, multicast, reserved.
 * https://www.iana.org/assignments/iana-ipv4-special-registry
 */
const SPECIAL_IPV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

const special = new BlockList();
for (const [network, bits] of SPECIAL_IPV4) special.addSubnet(network, bits, 'ipv4');

/** Whether an address is one of the internet. An IPv6 address that carries an IPv4 address is as that. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !special.check(address);
  // With a zone it is of this link, whatever it is.
  if (!isIPv6(address) || address.includes('%')) return false;
  const groups = groupsOf(address);
  const embedded = embeddedIpv4(groups);
  return embedded === undefined ? isGlobalUnicast(groups) : !special.check(embedded);
}

/** The IPv4 address in an IPv6 one that leads to it, as `::ffff:192.0.2.1` does. */
export function ipv4Within(address: string): string | undefined {
  return isIPv6(address) && !address.includes('%') ? embeddedIpv4(groupsOf(address)) : undefined;
}

/** The eight numbers of an IPv6 address, in whichever form it is written. */
function groupsOf(address: string): readonly number[] {
  const text = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [head = '', tail] = text.split('::');
  const first = numbers(head);
  if (tail === undefined) return first;
  const last = numbers(tail);
  return [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last];
}

function numbers(part: string): number[] {
  return part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
}

/** Of `::ffff:a.b.c.d`, and of NAT64's `64:ff9b::a.b.c.d` (RFC 6052): a gateway goes there. */
function embeddedIpv4(groups: readonly number[]): string | undefined {
  const [a, b, c, d, e, f, high = 0, low = 0] = groups;
  const isMapped = [a, b, c, d, e].every((group) => group === 0) && f === 0xff_ff;
  const isNat64 = a === 0x64 && b === 0xff_9b && [c, d, e, f].every((group) => group === 0);
  if (!isMapped && !isNat64) return undefined;
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');
}

/**
 * `2000::/3` but for tunnels that hide another address (6to4, Teredo), documentation and protocol
 * assignments. https://www.iana.org/assignments/iana-ipv6-special-registry
 */
function isGlobalUnicast([first = 0, second = 0]: readonly number[]): boolean {
  if (first >> 13 !== 1) return false;
  if (first === 0x20_02 || (first === 0x3f_ff && second < 0x10_00)) return false;
  return first !== 0x20_01 || (second >= 0x02_00 && second !== 0x0d_b8);
}
