import type { ImageLine, ReportView } from '../../analyses/index.ts';
import type { LocatedFinding } from '../../report/index.ts';
import { countBySeverity } from '../../report/index.ts';
import type { ApiOptions } from '../api-options.ts';
import type { HistoryLine, ImageLayer, Leftovers, SeverityCounts } from '../contract/operations.ts';
import type { Handlers } from '../handlers.ts';
import { valueOfResult } from '../problem-of.ts';
import { repositoryOf } from '../request-context.ts';
import { shownVariable } from '../shown-variable.ts';
import { severityCounts } from './present.ts';
import { referenceOf } from './references.ts';
import { shownOf } from './report-view.ts';
import { viewOf } from './shown-report.ts';

export function layerHandlers({
  analyses,
}: ApiOptions): Handlers<'getLayers' | 'getFileLedger' | 'getImageFacts'> {
  return {
    getLayers: async ({ reference, platform }, context) => {
      const { id } = repositoryOf(context);
      const asked = platform === undefined ? {} : { platform };
      const view = await viewOf(analyses, id, { reference, ...asked });
      const contents = await analyses.contents(id, referenceOf(reference), asked);
      const lines =
        contents.ok && contents.value.digest === view.digest ? contents.value.lines : [];
      return { ...shownOf(view), layers: layersOf(view, lines) };
    },
    getFileLedger: async (input, context) => {
      const view = await viewOf(analyses, repositoryOf(context).id, input);
      const { executables, leftovers, secrets, sboms } = view;
      return {
        ...shownOf(view),
        ...(executables && { executables }),
        ...(leftovers && { leftovers: leftoversOf(leftovers) }),
        ...(secrets && { secrets: { ...secrets, found: secrets.found.slice(0, MOST_SECRETS) } }),
        ...(sboms && { sboms: sboms.slice(0, MOST_SBOMS) }),
      };
    },
    getImageFacts: async ({ reference, platform }, context) => {
      const { id } = repositoryOf(context);
      const asked = platform === undefined ? {} : { platform };
      const contents = valueOfResult(await analyses.contents(id, referenceOf(reference), asked));
      const { environment, user, ...config } = contents.config;
      return {
        digest: contents.digest,
        platform: contents.platform,
        ...config,
        ...(user !== undefined && { user }),
        runsAsRoot: contents.checks.some(({ id }) => id === 'runs-as-root'),
        checks: contents.checks,
        environment: environment.map(shownVariable),
        history: contents.lines.map(lineOf),
      };
    },
  };
}

/** Enough to see what to do about them; a report has all. */
const MOST_SECRETS = 200;
const MOST_SBOMS = 50;

function leftoversOf({ packages, ...files }: NonNullable<ReportView['leftovers']>): Leftovers {
  return {
    ...files,
    packages: packages.map(({ ecosystem: type, ...found }) => ({ type, ...found })),
  };
}

/** Where the image's own lines cannot be had (of an SBOM, or gone), the layers of the report. */
function layersOf(view: ReportView, lines: readonly ImageLine[]): readonly ImageLayer[] {
  const figures = figuresOf(view);
  const own: readonly ImageLine[] =
    lines.length > 0 ? lines : view.layers.map((_, index) => ({ index }));
  return own.map((line) => {
    const { index } = line;
    const layer = index === undefined ? undefined : view.layers[index];
    const { digest, diffId, compressedSize, createdBy, createdAt } = layer ?? {};
    return {
      ...(digest && { digest }),
      ...(diffId && { diffId }),
      ...(compressedSize !== undefined && { compressedSize }),
      ...(createdBy !== undefined && { createdBy }),
      ...(createdAt !== undefined && { createdAt }),
      ...lineOf(line),
      ...(layer && { size: layer.size }),
      ...figures(index),
    };
  });
}

type Figures = Pick<ImageLayer, 'packages' | 'findings' | 'counts'>;

/** What each layer brought; hidden findings are not counted. */
function figuresOf({ packages, findings }: ReportView): (index?: number) => Figures {
  const brought = new Map<number, number>();
  for (const { introducedIn } of packages) {
    brought.set(introducedIn, (brought.get(introducedIn) ?? 0) + 1);
  }
  const found = new Map<number, LocatedFinding[]>();
  for (const one of findings) {
    if (one.finding.hidden !== undefined) continue;
    const of = found.get(one.found.introducedIn);
    if (of) of.push(one);
    else found.set(one.found.introducedIn, [one]);
  }
  return (index = -1) => {
    const own = (found.get(index) ?? []).map(({ finding }) => finding);
    const counts: SeverityCounts = severityCounts(countBySeverity(own));
    return { packages: brought.get(index) ?? 0, findings: own.length, counts };
  };
}

function lineOf({ created, ...line }: ImageLine): HistoryLine {
  return { ...line, ...(created !== undefined && { createdAt: created }) };
}
