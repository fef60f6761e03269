import type { ReportView } from '../../analyses/index.ts';
import type { InventoryPackage } from '../../model/index.ts';
import type { LocatedFinding, PackageFilter } from '../../report/index.ts';
import {
  countBySeverity,
  jsonText,
  packagesToCsv,
  sortPackages,
  viewPackages,
} from '../../report/index.ts';
import type { ApiOptions } from '../api-options.ts';
import type { Operations, Package, PackageFacets } from '../contract/operations.ts';
import type { FileAnswer, Handlers } from '../handlers.ts';
import { pageAt, PER_PAGE } from '../paging.ts';
import { repositoryOf } from '../request-context.ts';
import { byCount, byLayer } from './facets.ts';
import { severityCounts } from './present.ts';
import { viewOf } from './shown-report.ts';

/** Packages with their findings, and all of them as a file. */
export function packageHandlers({
  analyses,
}: ApiOptions): Handlers<'listPackages' | 'exportPackages'> {
  return {
    listPackages: async (input, context) => {
      const view = await viewOf(analyses, repositoryOf(context).id, input);
      const { limit = PER_PAGE, after } = input;
      const { packages, facets } = wantedOf(view, input);
      const list = `packages ${input.sort ?? 'name'} ${view.generation}`;
      const page = pageAt(packages, { list, limit, after });
      const items = page.items.map(rowsOf(view));
      return { ...page, items, total: packages.length, facets: facetsOf(facets) };
    },
    exportPackages: async ({ format, ...input }, context) => {
      const view = await viewOf(analyses, repositoryOf(context).id, input);
      return packageFile(wantedOf(view, input).packages, format, view);
    },
  };
}

type View = ReturnType<typeof viewPackages>;
type Filters = Omit<Operations['exportPackages']['input'], 'format'>;

/** What the filters leave, in the order asked for, with what other filters would. */
function wantedOf(view: ReportView, input: Filters): View {
  const visible = visibleOf(view);
  const { packages, facets } = viewPackages(view.packages, visible, filterOf(input));
  return { packages: sortPackages(packages, visible, input.sort ?? 'name'), facets };
}

function filterOf({ search, type, layer, license, affected }: Filters): PackageFilter {
  return {
    ...(search !== undefined && { search }),
    ...(type !== undefined && { packageTypes: new Set(type.split(',')) }),
    ...(layer !== undefined && { layers: new Set(layer.split(',').map(Number)) }),
    ...(license !== undefined && { licence: license }),
    onlyAffected: affected === 'true',
  };
}

/** Licences of one image are mostly some dozens; whatever packages write can be more. */
const MOST_LICENCES = 200;

function facetsOf({ affected, packageTypes, layers, licences }: View['facets']): PackageFacets {
  return {
    affected,
    types: byCount(packageTypes),
    layers: byLayer(layers),
    licenses: byCount(licences).slice(0, MOST_LICENCES),
  };
}

function packageFile(
  packages: readonly InventoryPackage[],
  format: 'csv' | 'json',
  view: ReportView,
): FileAnswer {
  if (format === 'csv') {
    return { mediaType: 'text/csv', fileName: 'packages.csv', text: packagesToCsv({ packages }) };
  }
  const text = jsonText({ items: packages.map(rowsOf(view)) });
  return { mediaType: 'application/json', fileName: 'packages.json', text };
}

/** Findings that count. */
function visibleOf({ findings }: ReportView): readonly LocatedFinding[] {
  return findings.filter(({ finding }) => finding.hidden === undefined);
}

function rowsOf(view: ReportView): (found: InventoryPackage) => Package {
  const byPackage = Map.groupBy(visibleOf(view), ({ found }) => found);
  return (row) => {
    const own = (byPackage.get(row) ?? []).map(({ finding }) => finding);
    const { name, version, ecosystem, source, licenses, locations, scope } = row.package;
    const key = own[0] && view.packageKeys.get(own[0].package);
    return {
      name,
      version,
      type: ecosystem,
      ...(row.purl !== undefined && { purl: row.purl }),
      ...(source && { source: source.name }),
      licenses,
      ...(row.license && { license: row.license }),
      paths: locations,
      layer: row.introducedIn,
      scope,
      findings: own.length,
      counts: severityCounts(countBySeverity(own)),
      ...(key !== undefined && { group: key }),
    };
  };
}
