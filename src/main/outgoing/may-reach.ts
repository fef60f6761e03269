import type { BlockList } from 'node:net';
import { isIPv4, isIPv6 } from 'node:net';
import { ipv4Within, isPublicAddress } from '../../sources/index.ts';

/** Whether an address is one of the internet, or of a network that the operator allows. */
export function mayReach(
  address: string,
  rules: { readonly allowed: BlockList; readonly onlyAllowed: boolean },
): boolean {
  return isAllowed(address, rules.allowed) || (!rules.onlyAllowed && isPublicAddress(address));
}

function isAllowed(address: string, allowed: BlockList): boolean {
  if (isIPv4(address)) return allowed.check(address);
  if (!isIPv6(address) || address.includes('%')) return false;
  const embedded = ipv4Within(address);
  return allowed.check(address, 'ipv6') || (embedded !== undefined && allowed.check(embedded));
}
