import { createAnalyzer, namespacesOf, upgradesOf } from '../../analyzer/index.ts';
import { DEFAULT_LIMITS, type Failure, type Result, err, failure, ok } from '../../base/index.ts';
import { dockerfileLine, onOtherBase } from '../../recommend/index.ts';
import { compareReports, jsonText } from '../../report/index.ts';
import { snapshotFor } from '../advisories.ts';
import { type Analyzed, analyzeReference } from '../analysis.ts';
import { complain } from '../complain.ts';
import { deliver } from '../deliver.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import type { RecommendationsOptions } from '../options/command-options.ts';
import {
  type BasePrediction,
  type Recommendations,
  recommendationsText,
} from '../text/recommendations-text.ts';
import { withVex } from '../with-vex.ts';
import type { World } from '../world.ts';

/** `drydock recommendations`: versions to go to, and what the image would be on another base. */
export async function recommendations(
  image: string,
  options: RecommendationsOptions,
  world: World,
): Promise<ExitCode> {
  const analyzed = await analyzeReference(image, options, world);
  if (!analyzed.ok) return complain(analyzed.error, world);
  const bases = await predictions(analyzed.value, options, world);
  if (!bases.ok) return complain(bases.error, world);
  const { report, elapsed } = analyzed.value;
  const made = { report, packages: upgradesOf(report), bases: bases.value };
  const times = { now: world.clock.now(), elapsed };
  const text =
    options.format === 'json'
      ? jsonText(documentOf(made))
      : recommendationsText(made, times, world.out.painter);
  const delivered = await deliver(text, options.output, world);
  return delivered.ok ? EXIT.ok : complain(delivered.error, world);
}

/** docs/schema/recommendations-1.schema.json. */
function documentOf({ report, packages, bases }: Recommendations): object {
  const { image, state, warnings, summary } = report;
  return {
    schemaVersion: '1.0',
    image,
    state,
    warnings,
    summary,
    bases: bases.map(({ report: predicted, ...base }) => ({
      ...base,
      state: predicted.state,
      predicted: predicted.summary,
    })),
    packages,
    dockerfile: report.steps.flatMap((step) => dockerfileLine(step) ?? []),
  };
}

async function predictions(
  image: Analyzed,
  options: RecommendationsOptions,
  world: World,
): Promise<Result<readonly BasePrediction[], Failure>> {
  const { base: named, to = [] } = options;
  if (to.length === 0) return ok([]);
  if (named === undefined) {
    return err(failure('cli.base.absent', '--to needs --base: what the image is built on'));
  }
  const base = await analyzeReference(named, options, world);
  if (!base.ok) return base;
  if (!isBelow(base.value, image)) {
    const message = `the layers of ${named} are not the lowest of ${image.report.image.reference}: name the image that its FROM named when it was built`;
    return err(failure('cli.base.other', message));
  }
  const found: BasePrediction[] = [];
  for (const reference of to) {
    const predicted = await predict({ image, base: base.value, reference }, options, world);
    if (!predicted.ok) return predicted;
    found.push(predicted.value);
  }
  return ok(found);
}

/** Whether every layer of the first is a layer of the second, from the lowest up. */
function isBelow({ inventory: { layers: below } }: Analyzed, { inventory }: Analyzed): boolean {
  return (
    below.length < inventory.layers.length &&
    below.every(({ diffId }, at) => diffId !== undefined && diffId === inventory.layers[at]?.diffId)
  );
}

interface Swap {
  readonly image: Analyzed;
  readonly base: Analyzed;
  readonly reference: string;
}

async function predict(
  { image, base, reference }: Swap,
  options: RecommendationsOptions,
  world: World,
): Promise<Result<BasePrediction, Failure>> {
  const other = await analyzeReference(reference, options, world);
  if (!other.ok) return other;
  const { inventory, risks } = onOtherBase({
    image: image.inventory,
    base: base.inventory,
    other: other.value.inventory,
  });
  const isOffline = options.offline ?? world.config.isOffline;
  const snapshot = await snapshotFor(namespacesOf(inventory), isOffline, world);
  if (!snapshot.ok) return snapshot;
  const { clock } = world;
  const analyzer = createAnalyzer({ limits: DEFAULT_LIMITS, clock });
  const made = analyzer.report(inventory, image.report.image, snapshot.value);
  const report = await withVex(made, options);
  if (!report.ok) return report;
  const { opened, closed } = compareReports(image.report, report.value);
  return ok({
    image: other.value.report.image,
    report: report.value,
    gone: closed.length,
    added: opened.length,
    risks,
  });
}
