import type {
  AfterPush,
  BaseOption,
  HierarchyLevel,
  ImageHierarchy,
  ReportView,
} from '../../analyses/index.ts';
import { countBySeverity } from '../../report/index.ts';
import type { ApiOptions } from '../api-options.ts';
import type {
  AfterPush as ShownAfterPush,
  BaseInUse,
  BaseOption as ShownOption,
  BaseRisk,
  ImageHierarchy as ShownHierarchy,
  PackageUpgrade,
  SeverityCounts,
  UpgradeTarget,
} from '../contract/operations.ts';
import type { Handlers } from '../handlers.ts';
import { pageAt, PER_PAGE } from '../paging.ts';
import { valueOfResult } from '../problem-of.ts';
import { repositoryOf } from '../request-context.ts';
import { severityCounts, timeText } from './present.ts';
import { referenceOf } from './references.ts';
import { shownOf } from './report-view.ts';
import { viewOf } from './shown-report.ts';

/** What images are built on, and what else they could be made of. */
export function baseHandlers({
  analyses,
  accounts,
}: ApiOptions): Handlers<'getHierarchy' | 'getBaseOptions' | 'listUpgrades' | 'listBases'> {
  return {
    getHierarchy: async ({ reference, platform }, context) => {
      const { id } = repositoryOf(context);
      const asked = platform === undefined ? {} : { platform };
      const repositoryIds = await accounts.repositories.withResults(context.actor);
      const found = valueOfResult(
        await analyses.hierarchy(id, referenceOf(reference), { ...asked, repositoryIds }),
      );
      const view = await analyses.view(id, referenceOf(reference), asked);
      return hierarchyRow(found, view.ok ? view.value : undefined);
    },
    getBaseOptions: async ({ reference, platform }, context) => {
      const { id } = repositoryOf(context);
      const asked = platform === undefined ? {} : { platform };
      const view = await viewOf(analyses, id, { reference, ...asked });
      const repositoryIds = await accounts.repositories.withResults(context.actor);
      const { options, afterPush } = valueOfResult(
        await analyses.basesFor(id, referenceOf(reference), { ...asked, repositoryIds }),
      );
      return {
        ...shownOf(view),
        bases: options.map(optionRow),
        ...(afterPush && { afterPush: afterPushRow(afterPush) }),
      };
    },
    listBases: async ({ stale, limit = PER_PAGE, after }, { actor }) => {
      const found = await analyses.basesInUse(await accounts.repositories.withResults(actor));
      const rows = found.map(baseInUseRow).filter(({ isStale }) => stale === undefined || isStale);
      return pageAt(rows, { list: `bases ${stale ?? 'all'}`, limit, after });
    },
    listUpgrades: async ({ reference, platform, limit = PER_PAGE, after }, context) => {
      const { id } = repositoryOf(context);
      const asked = platform === undefined ? {} : { platform };
      const view = await viewOf(analyses, id, { reference, ...asked });
      const upgrades = valueOfResult(await analyses.upgrades(id, referenceOf(reference), asked));
      const page = pageAt(upgrades, { list: `upgrades ${view.generation}`, limit, after });
      return {
        ...shownOf(view),
        ...page,
        items: page.items.map(upgradeRow),
        total: upgrades.length,
      };
    },
  };
}

function baseInUseRow({ repository, tag, digest, at, now, isCurrent, images }: InUse): BaseInUse {
  const isStale = !isCurrent && now !== null;
  return { repository, tag, digest, at: timeText(at), isCurrent, isStale, images };
}

type InUse = Awaited<ReturnType<ApiOptions['analyses']['basesInUse']>>[number];

/** Findings count for the level whose layers brought them. */
function hierarchyRow(
  { levels, uses, digest, platform }: ImageHierarchy,
  view: ReportView | undefined,
): ShownHierarchy {
  const between = (from: number, to: number): SeverityCounts | undefined =>
    view && countsBetween(view, from, to);
  const own = between(levels[0]?.layers ?? 0, Infinity);
  return {
    digest,
    platform,
    levels: levels.map((level, at) => {
      const counts = between(levels[at + 1]?.layers ?? 0, level.layers);
      return { ...levelRow(level), ...(counts && { counts }) };
    }),
    ...(own && { own }),
    uses: uses.map(({ repository, tag, digest: of, isStale }) => {
      return { repository, tag, digest: of, isStale };
    }),
  };
}

function countsBetween({ findings }: ReportView, from: number, to: number): SeverityCounts {
  const brought = findings.filter(
    ({ finding, found: { introducedIn } }) =>
      finding.hidden === undefined && introducedIn >= from && introducedIn < to,
  );
  return severityCounts(countBySeverity(brought.map(({ finding }) => finding)));
}

function levelRow({ layers, confidence, images, elsewhere }: HierarchyLevel) {
  return {
    layers,
    confidence,
    images: images.map(({ repository, tag, digest, at, isCurrent }) => {
      return { repository, tag, digest, at: timeText(at), isCurrent };
    }),
    elsewhere: elsewhere.map(({ reference, digest, importedAt }) => {
      return { reference, digest, importedAt: timeText(importedAt) };
    }),
  };
}

function optionRow({ prediction, ...option }: BaseOption): ShownOption {
  if (prediction === undefined) return option;
  const { present, predicted, gone, added, risks } = prediction;
  return {
    ...option,
    prediction: {
      present: severityCounts(present.bySeverity),
      predicted: severityCounts(predicted.bySeverity),
      gone,
      added,
      risks: risks.map(riskRow),
    },
  };
}

type Risk = NonNullable<BaseOption['prediction']>['risks'][number];

function riskRow(risk: Risk): BaseRisk {
  switch (risk.kind) {
    case 'other-distribution':
      return risk;
    case 'installed-anew':
      return { kind: risk.kind, count: risk.packages };
    case 'not-in-base':
      return { kind: risk.kind, packages: risk.packages };
  }
}

function afterPushRow({ past, predicted, actual, ...push }: AfterPush): ShownAfterPush {
  return {
    ...push,
    past: severityCounts(past.bySeverity),
    predicted: severityCounts(predicted.bySeverity),
    actual: severityCounts(actual.bySeverity),
  };
}

type Upgrade = Extract<
  Awaited<ReturnType<ApiOptions['analyses']['upgrades']>>,
  { ok: true }
>['value'][number];

function upgradeRow({ ecosystem: type, lowest, compatible, ...upgrade }: Upgrade): PackageUpgrade {
  return {
    type,
    ...upgrade,
    lowest: targetRow(lowest),
    ...(compatible && { compatible: targetRow(compatible) }),
  };
}

function targetRow({ fixes, ...target }: Upgrade['lowest']): UpgradeTarget {
  return { ...target, counts: severityCounts(fixes) };
}
