import { type PackageCataloger, ecosystems } from '../ecosystems/index.ts';

/** Every cataloger of every ecosystem. */
export const CATALOGERS: readonly PackageCataloger[] = [...ecosystems.values()].flatMap(
  (ecosystem): readonly PackageCataloger[] => ecosystem.catalogers,
);

const ECOSYSTEM_OF: ReadonlyMap<string, string> = new Map(
  [...ecosystems.values()].flatMap(({ id, catalogers }) =>
    catalogers.map((cataloger: PackageCataloger): [string, string] => [cataloger.id, id]),
  ),
);

/** The purl type whose folder a cataloger lies in; '' of one that is not registered. */
export function ecosystemOfCataloger(cataloger: string): string {
  return ECOSYSTEM_OF.get(cataloger) ?? '';
}
