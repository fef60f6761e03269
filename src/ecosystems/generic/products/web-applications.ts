import type { Product } from '../product.ts';

/** Applications of scripts, which have catalogers of their own. */
export const WEB_APPLICATIONS: readonly Product[] = [
  { name: 'wordpress', cpes: ['wordpress:wordpress'], bitnami: 'wordpress', programs: [] },
];
