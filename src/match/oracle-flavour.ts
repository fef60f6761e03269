import type { Affected } from '../model/index.ts';

/** Builds of Oracle's beside the ordinary ones, each with errata of its own. */
const FLAVOURS: readonly RegExp[] = [/_fips(?:[._-]|$)/, /\.ksplice\d/];

/**
 * Whether an entry of Oracle's is for builds of this kind: certified ones (`_fips`) and those that are
 * patched while they run (`.ksplice1`) are of another line of versions than all others.
 */
export function isMeantFlavour({ namespace, ranges }: Affected, version: string): boolean {
  if (!namespace.startsWith('Oracle Linux:')) return true;
  const fixes = ranges.flat().filter(({ kind }) => kind === 'fixed');
  return FLAVOURS.every((flavour) =>
    fixes.every((fix) => flavour.test(fix.version) === flavour.test(version)),
  );
}
