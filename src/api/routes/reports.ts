import type { HistoryEntry, ImageReference } from '../../analyses/index.ts';
import type { InventoryPackage } from '../../model/index.ts';
import { compareReports, comparisonJson } from '../../report/index.ts';
import type { ApiOptions } from '../api-options.ts';
import type { AnalysisHistoryEntry, Package } from '../contract/operations.ts';
import type { Handlers } from '../handlers.ts';
import { JsonText } from '../handlers.ts';
import { pageOfAll, PER_PAGE } from '../paging.ts';
import { valueOfResult } from '../problem-of.ts';
import { repositoryOf } from '../request-context.ts';
import { layerHandlers } from './layers.ts';
import { severityCounts } from './present.ts';
import { digestOf, referenceOf } from './references.ts';
import { reportViewHandlers } from './report-view.ts';

type OwnIds =
  | 'explainFinding'
  | 'getReport'
  | 'listPackages'
  | 'exportReport'
  | 'compareImages'
  | 'listAnalysisHistory';

type Ids =
  | OwnIds
  | keyof ReturnType<typeof reportViewHandlers>
  | keyof ReturnType<typeof layerHandlers>;

export function reportHandlers(options: ApiOptions): Handlers<Ids> {
  return {
    ...documentHandlers(options),
    ...reportViewHandlers(options),
    ...layerHandlers(options),
  };
}

function documentHandlers({ analyses }: ApiOptions): Handlers<OwnIds> {
  return {
    getReport: async ({ reference, platform }, context) => {
      const { id } = repositoryOf(context);
      const options = optionsOf(platform);
      const found = await analyses.exportReport(id, referenceOf(reference), 'json', options);
      return new JsonText(valueOfResult(found).text);
    },
    listPackages: async (
      { reference, platform, search = '', limit = PER_PAGE, after },
      context,
    ) => {
      const { id } = repositoryOf(context);
      const found = await analyses.packages(id, referenceOf(reference), optionsOf(platform));
      const rows = valueOfResult(found)
        .filter(({ package: { name } }) => name.includes(search))
        .map((row, at) => ({ row, key: `${row.package.name}\n${String(at).padStart(9, '0')}` }));
      const page = pageOfAll(rows, { list: 'packages', limit, after }, ({ key }) => key);
      return { ...page, items: page.items.map(({ row }) => packageOf(row)) };
    },
    exportReport: async ({ reference, platform, format }, context) => {
      const { id } = repositoryOf(context);
      const options = optionsOf(platform);
      return valueOfResult(
        await analyses.exportReport(id, referenceOf(reference), format, options),
      );
    },
    explainFinding: async ({ reference, id: vulnerability, platform }, context) => {
      const { id } = repositoryOf(context);
      const options = optionsOf(platform);
      const done = await analyses.explain(id, referenceOf(reference), vulnerability, options);
      return new JsonText(valueOfResult(done));
    },
    compareImages: async ({ reference, before, platform }, context) => {
      const { id } = repositoryOf(context);
      const read = async (one: ImageReference) =>
        valueOfResult(await analyses.report(id, one, optionsOf(platform))).report;
      const [first, second] = [await read(referenceOf(before)), await read(referenceOf(reference))];
      return new JsonText(comparisonJson(first, second, compareReports(first, second)));
    },
    listAnalysisHistory: async ({ digest, limit = PER_PAGE, after }, context) => {
      const entries = await analyses.history(repositoryOf(context).id, digestOf(digest));
      const rows = entries.map((entry, at) => ({ entry, key: String(at).padStart(9, '0') }));
      const page = pageOfAll(rows, { list: 'analyses', limit, after }, ({ key }) => key);
      return { ...page, items: page.items.map(({ entry }) => historyRow(entry)) };
    },
  };
}

function historyRow({ change, ...entry }: HistoryEntry): AnalysisHistoryEntry {
  if (change === undefined) return entry;
  const { before, opened, closed } = change;
  const counts = { opened: severityCounts(opened), closed: severityCounts(closed) };
  return { ...entry, change: { before, ...counts } };
}

function optionsOf(platform: string | undefined): { readonly platform?: string } {
  return platform === undefined ? {} : { platform };
}

function packageOf({ package: found, purl, introducedIn }: InventoryPackage): Package {
  const { name, version, ecosystem, source, licenses, locations } = found;
  return {
    name,
    version,
    type: ecosystem,
    ...(purl !== undefined && { purl }),
    ...(source && { source: source.name }),
    licenses,
    paths: locations,
    layer: introducedIn,
  };
}
