import type { HistoryEntry } from '../../analyses/index.ts';
import type { ApiOptions } from '../api-options.ts';
import type { AnalysisHistoryEntry } from '../contract/operations.ts';
import type { Handlers } from '../handlers.ts';
import { JsonText } from '../handlers.ts';
import { pageOfAll, PER_PAGE } from '../paging.ts';
import { valueOfResult } from '../problem-of.ts';
import { repositoryOf } from '../request-context.ts';
import { baseHandlers } from './bases.ts';
import { comparisonHandlers } from './comparison.ts';
import { layerHandlers } from './layers.ts';
import { packageHandlers } from './packages.ts';
import { severityCounts } from './present.ts';
import { digestOf, referenceOf } from './references.ts';
import { findingExportHandlers, reportViewHandlers } from './report-view.ts';

type OwnIds = 'explainFinding' | 'getReport' | 'exportReport' | 'listAnalysisHistory';

type Ids =
  | OwnIds
  | keyof ReturnType<typeof reportViewHandlers>
  | keyof ReturnType<typeof findingExportHandlers>
  | keyof ReturnType<typeof packageHandlers>
  | keyof ReturnType<typeof comparisonHandlers>
  | keyof ReturnType<typeof layerHandlers>
  | keyof ReturnType<typeof baseHandlers>;

export function reportHandlers(options: ApiOptions): Handlers<Ids> {
  return {
    ...documentHandlers(options),
    ...reportViewHandlers(options),
    ...findingExportHandlers(options),
    ...packageHandlers(options),
    ...comparisonHandlers(options),
    ...layerHandlers(options),
    ...baseHandlers(options),
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
