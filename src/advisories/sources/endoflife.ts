import { err, failure, ok } from '../../base/index.ts';
import type { Failure, Result } from '../../base/index.ts';
import type { EndOfLife } from '../../model/index.ts';
import { isObject, parseJson, textAt } from '../json.ts';
import type { JsonObject } from '../json.ts';

/** How the cycles of a product are named as advisory namespaces. */
interface Product {
  /** Put before the cycle. */
  readonly prefix: string;
  /** Extended support is free for everybody (Debian LTS), and so counts. */
  readonly isExtendedFree?: boolean;
}

/** The products of endoflife.date that are distributions. */
export const END_OF_LIFE_PRODUCTS: ReadonlyMap<string, Product> = new Map<string, Product>(
  Object.entries({
    'alpine-linux': { prefix: 'Alpine:v' },
    almalinux: { prefix: 'AlmaLinux:' },
    'amazon-linux': { prefix: 'Amazon Linux:' },
    debian: { prefix: 'Debian:', isExtendedFree: true },
    fedora: { prefix: 'Fedora:' },
    mageia: { prefix: 'Mageia:' },
    opensuse: { prefix: 'openSUSE:Leap ' },
    'oracle-linux': { prefix: 'Oracle Linux:' },
    rhel: { prefix: 'Red Hat:enterprise_linux:' },
    'rocky-linux': { prefix: 'Rocky Linux:' },
    ubuntu: { prefix: 'Ubuntu:' },
  }),
);

const DATE = /^\d{4}-\d\d-\d\d$/;
const CYCLE = /^[\w.-]{1,32}$/;

/**
 * The cycles of one product that have an end; one that has none (`eol: false`) is left out.
 *
 * https://endoflife.date/docs/api
 */
export function parseEndOfLife(
  bytes: Uint8Array,
  product: string,
  path: string,
): Result<readonly EndOfLife[], Failure> {
  const cycles = parseJson(bytes);
  const known = END_OF_LIFE_PRODUCTS.get(product);
  if (!Array.isArray(cycles) || known === undefined) {
    return err(failure('advisory.feed.malformed', `${path} is no list of release cycles`));
  }
  return ok(
    cycles.filter(isObject).flatMap((cycle) => {
      const name = textAt(cycle, 'cycle');
      const supportedUntil = endOf(cycle, known);
      if (!CYCLE.test(name) || supportedUntil === '') return [];
      return [{ namespace: `${known.prefix}${name}`, supportedUntil }];
    }),
  );
}

function endOf(cycle: JsonObject, { isExtendedFree = false }: Product): string {
  const extended = isExtendedFree ? textAt(cycle, 'extendedSupport') : '';
  return [extended, textAt(cycle, 'eol')].find((date) => DATE.test(date)) ?? '';
}
