import type { ReportView } from '../../analyses/index.ts';
import type { InventoryPackage } from '../../model/index.ts';
import type { LocatedFinding } from '../../report/index.ts';
import { countBySeverity, isWantedPackage, packagesToCsv } from '../../report/index.ts';
import type { ApiOptions } from '../api-options.ts';
import type { Operations, Package } from '../contract/operations.ts';
import type { FileAnswer, Handlers } from '../handlers.ts';
import { pageAt, PER_PAGE } from '../paging.ts';
import { valueOfResult } from '../problem-of.ts';
import { repositoryOf } from '../request-context.ts';
import { severityCounts } from './present.ts';
import { referenceOf } from './references.ts';

/** Packages with their findings, and all of them as a file. */
export function packageHandlers({
  analyses,
}: ApiOptions): Handlers<'listPackages' | 'exportPackages'> {
  const viewOf = async (
    repositoryId: number,
    { reference, platform }: { readonly reference: string; readonly platform?: string },
  ): Promise<ReportView> => {
    const asked = platform === undefined ? {} : { platform };
    return valueOfResult(await analyses.view(repositoryId, referenceOf(reference), asked));
  };
  return {
    listPackages: async (input, context) => {
      const view = await viewOf(repositoryOf(context).id, input);
      const { limit = PER_PAGE, after } = input;
      const list = `packages ${view.generation}`;
      const page = pageAt(wantedOf(view, input), { list, limit, after });
      const row = rowsOf(view);
      return { ...page, items: page.items.map(row) };
    },
    exportPackages: async ({ format, ...input }, context) => {
      const view = await viewOf(repositoryOf(context).id, input);
      const wanted = wantedOf(view, input);
      return packageFile(wanted, format, view);
    },
  };
}

type Filters = Omit<Operations['exportPackages']['input'], 'format'>;

/** By name; of one name as the inventory has them. */
function wantedOf(
  { packages, findings }: ReportView,
  { search = '', type, layer, affected }: Filters,
): readonly InventoryPackage[] {
  const text = search.toLowerCase();
  const hit = new Set(findings.flatMap(({ finding, found }) => (finding.hidden ? [] : found)));
  const filter = {
    ...(type !== undefined && { packageTypes: new Set(type.split(',')) }),
    ...(layer !== undefined && { layers: new Set(layer.split(',').map(Number)) }),
  };
  return packages
    .filter(
      (found) =>
        found.package.name.toLowerCase().includes(text) &&
        isWantedPackage(found, filter) &&
        (affected !== 'true' || hit.has(found)),
    )
    .toSorted(({ package: { name: left } }, { package: { name: right } }) =>
      left === right ? 0 : left < right ? -1 : 1,
    );
}

function packageFile(
  packages: readonly InventoryPackage[],
  format: 'csv' | 'json',
  view: ReportView,
): FileAnswer {
  if (format === 'csv') {
    return { mediaType: 'text/csv', fileName: 'packages.csv', text: packagesToCsv({ packages }) };
  }
  const text = `${JSON.stringify({ items: packages.map(rowsOf(view)) }, undefined, 1)}\n`;
  return { mediaType: 'application/json', fileName: 'packages.json', text };
}

function rowsOf({ findings, packageKeys }: ReportView): (found: InventoryPackage) => Package {
  const visible = findings.filter(({ finding }) => finding.hidden === undefined);
  const byPackage = Map.groupBy(visible, ({ found }: LocatedFinding) => found);
  return (row) => {
    const own = (byPackage.get(row) ?? []).map(({ finding }) => finding);
    const { name, version, ecosystem, source, licenses, locations, scope } = row.package;
    const key = own[0] && packageKeys.get(own[0].package);
    return {
      name,
      version,
      type: ecosystem,
      ...(row.purl !== undefined && { purl: row.purl }),
      ...(source && { source: source.name }),
      licenses,
      paths: locations,
      layer: row.introducedIn,
      scope,
      findings: own.length,
      counts: severityCounts(countBySeverity(own)),
      ...(key !== undefined && { group: key }),
    };
  };
}
