import { err, failure, ok } from '../../base/index.ts';
import type { Failure, Result } from '../../base/index.ts';
import type { EndOfLife } from '../../model/index.ts';
import { isObject, parseJson, textAt } from '../json.ts';
import type { JsonObject } from '../json.ts';

/** How the cycles of a product are named as advisory namespaces. */
interface Product {
  /** `undefined`: no release that images are made of. */
  readonly namespaceOf: (cycle: string) => string | undefined;
  /** Extended support is free for everybody (Debian LTS), and so counts. */
  readonly isExtendedFree?: boolean;
}

/** The products of endoflife.date that are distributions. */
export const END_OF_LIFE_PRODUCTS: ReadonlyMap<string, Product> = new Map<string, Product>(
  Object.entries({
    'alpine-linux': { namespaceOf: (cycle) => `Alpine:v${cycle}` },
    almalinux: { namespaceOf: (cycle) => `AlmaLinux:${cycle}` },
    'amazon-linux': { namespaceOf: amazonRelease },
    debian: { namespaceOf: (cycle) => `Debian:${cycle}`, isExtendedFree: true },
    fedora: { namespaceOf: (cycle) => `Fedora:${cycle}` },
    mageia: { namespaceOf: (cycle) => `Mageia:${cycle}` },
    opensuse: { namespaceOf: (cycle) => `openSUSE:Leap ${cycle}` },
    'oracle-linux': { namespaceOf: (cycle) => `Oracle Linux:${cycle}` },
    rhel: { namespaceOf: (cycle) => `Red Hat:enterprise_linux:${cycle}` },
    'rocky-linux': { namespaceOf: (cycle) => `Rocky Linux:${cycle}` },
    sles: { namespaceOf: suseRelease },
    ubuntu: { namespaceOf: (cycle) => `Ubuntu:${cycle}` },
    'vmware-photon': { namespaceOf: (cycle) => `Photon OS:${cycle}` },
  } satisfies Record<string, Product>),
);

/** What is called by its date (`2018.03`) is Amazon Linux 1, one release with one end. */
function amazonRelease(cycle: string): string | undefined {
  if (!cycle.includes('.')) return `Amazon Linux:${cycle}`;
  return cycle === '2018.03' ? 'Amazon Linux:1' : undefined;
}

/** `15.5` is `15 SP5`, and since 16 again `16.0`. */
function suseRelease(cycle: string): string | undefined {
  const [, major = '', pack = ''] = /^(\d+)\.(\d+)$/.exec(cycle) ?? [];
  if (major === '') return undefined;
  const product = 'SUSE:Linux Enterprise Server';
  if (Number(major) >= 16) return `${product} ${cycle}`;
  return pack === '0' ? `${product} ${major}` : `${product} ${major} SP${pack}`;
}

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
      const namespace = CYCLE.test(name) ? known.namespaceOf(name) : undefined;
      return namespace === undefined || supportedUntil === ''
        ? []
        : [{ namespace, supportedUntil }];
    }),
  );
}

function endOf(cycle: JsonObject, { isExtendedFree = false }: Product): string {
  const extended = isExtendedFree ? textAt(cycle, 'extendedSupport') : '';
  return [extended, textAt(cycle, 'eol')].find((date) => DATE.test(date)) ?? '';
}
