import type { Lease } from '../registry/index.ts';

export function leasedUntil({ now, forMs }: Lease): Date {
  return new Date(now.getTime() + forMs);
}

/** A lease that ends before this is renewed: one write for many looks, and half of it is always left. */
export function renewBefore({ now, forMs }: Lease): Date {
  return new Date(now.getTime() + forMs / 2);
}
