import type { Inventory } from '../model/index.ts';
import type { Report } from '../report/index.ts';
import { visibleFindings } from '../report/index.ts';
import { decodeInventory, decodeMatches } from './codec.ts';
import type { KeptFinding, KeptPackage, LateRecords, ResultRecords } from './ports.ts';

/** Longer ones are in reports, but nobody looks for them across images. */
const NAME_CHARS = 500;
const VERSION_CHARS = 200;
const PATH_CHARS = 1_000;

/** Of a number that a database keeps in two bytes. */
const MOST_LAYERS = 32_767;

/** The packages of an image, as the fleet is searched for them. */
export function keptPackages({ packages }: Pick<Inventory, 'packages'>): readonly KeptPackage[] {
  return packages.flatMap(({ package: found, introducedIn }): KeptPackage[] => {
    const { ecosystem: type, name, version, locations } = found;
    if (!isKept(name, version)) return [];
    const path = (locations[0] ?? '').replaceAll('\0', '').slice(0, PATH_CHARS).toWellFormed();
    return [{ type, name, version, layer: Math.min(introducedIn, MOST_LAYERS), path }];
  });
}

/** The findings of a report that count, as the fleet is searched for them. */
export function keptFindings(
  report: Pick<Report, 'findings' | 'packages'>,
): readonly KeptFinding[] {
  return visibleFindings(report).flatMap(({ finding, found }): KeptFinding[] => {
    const { ecosystem: type, name, version } = found.package;
    const { id: vulnerability, severity, fixedIn } = finding;
    if (!isKept(name, version) || !isKept(vulnerability, fixedIn ?? '')) return [];
    const layer = Math.min(found.introducedIn, MOST_LAYERS);
    return [{ vulnerability, type, name, version, layer, severity, fixedIn }];
  });
}

/** What a database takes, and an index holds. */
function isKept(name: string, version: string): boolean {
  const text = name + version;
  const fits = name.length <= NAME_CHARS && version.length <= VERSION_CHARS;
  return fits && !text.includes('\0') && text.isWellFormed();
}

/** Makes a result of an older version findable; false: there is nothing more such. */
export async function indexNext(
  records: LateRecords & Pick<ResultRecords, 'inventory' | 'matches'>,
): Promise<boolean> {
  const old = await records.unindexed();
  if (old === undefined) return false;
  const [inventory, found] = await Promise.all([
    records.inventory(old.digest, old.analyzerRevision),
    records.matches(old.matches),
  ]);
  const { packages } = inventory ? decodeInventory(inventory).value : { packages: [] };
  const findings = found ? decodeMatches(found).value.findings : [];
  await records.index(
    old.matches,
    keptPackages({ packages }),
    keptFindings({ findings, packages }),
  );
  return true;
}
