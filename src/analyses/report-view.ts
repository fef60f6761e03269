import { type Failure, type Result, err, ok } from '../base/index.ts';
import type { Digest, Inventory } from '../model/index.ts';
import { commandOf } from '../recommend/index.ts';
import { type LocatedFinding, type Report, locatedFindings, packageKey } from '../report/index.ts';
import type { BestFix, ReportOptions, ReportView } from './analyses.ts';
import {
  type MadeRow,
  type ReadingOptions,
  type StoredResult,
  type Target,
  factsOf,
  noReport,
  readStored,
  rowWithReport,
  told,
} from './reading.ts';
import { Recent, type Weighed } from './recent.ts';

/** Of views; their largest, of 10,000 findings, has some 45 MB. */
const KEPT_BYTES = 64 * 1024 * 1024;

/** Images that a manifest or index was found to lead to; each is some hundred bytes. */
const KEPT_CHOICES = 10_000;

/** Reads results as they are shown: made ready once for each content, however often they are asked for. */
export interface ReportViews {
  read(
    target: Target,
    asked: ReportOptions,
    options: ReadingOptions,
  ): Promise<Result<ReportView, Failure>>;
}

export function createReportViews(): ReportViews {
  const prepared = new Recent<Prepared>(KEPT_BYTES);
  const choices = new Recent<Digest>(KEPT_CHOICES);
  return {
    read: (target, { platform }, options) =>
      told(async () => {
        const digest = await choices.get(`${target.digest} ${platform ?? ''}`, async () => {
          const { digest: value } = await factsOf(target, platform, options);
          return { value, bytes: 1 };
        });
        const found = await rowWithReport(target, digest ?? target.digest, options);
        if (!found.ok) return found;
        const row = found.value;
        const shown = await prepared.get(contentKey(row), async () => {
          const stored = await readStored(row, options);
          return stored && weighed(prepare(row, stored, options));
        });
        if (shown === undefined) return err(noReport(target, 'none'));
        const { generation, made } = row;
        return ok({
          ...shown,
          digest: row.digest,
          platform: row.platform,
          generation,
          snapshot: made.snapshot,
        });
      }),
  };
}

type Prepared = Omit<ReportView, 'digest' | 'platform' | 'generation' | 'snapshot'>;

/** All that a view is made of. */
function contentKey({ digest, made }: MadeRow): string {
  const { analyzerRevision, itemSet, snapshot, matchRevision } = made;
  return [digest, analyzerRevision, itemSet, snapshot.digest, matchRevision].join(' ');
}

/** As a page of heap says, not to the byte. */
function weighed(value: Prepared): Weighed<Prepared> {
  return { value, bytes: value.packages.length * 1_000 + value.findings.length * 4_000 };
}

function prepare(
  { made }: MadeRow,
  { inventory, matches }: StoredResult,
  { analyzer }: ReadingOptions,
): Prepared {
  const report = analyzer.reportOf(inventory, NO_IMAGE, made.snapshot, matches);
  const { packages, layers, steps, executables, leftovers, secrets, sboms } = report;
  const findings = locatedFindings(report);
  const bestFixes = bestFixesOf(report);
  return {
    packages,
    layers,
    findings,
    steps,
    ...(executables && { executables }),
    ...(leftovers && { leftovers }),
    ...(secrets && { secrets }),
    ...(sboms && { sboms }),
    bestFixes,
    ...keysOf(inventory, findings),
  };
}

/** What differs between references is not in a view. */
const NO_IMAGE: Report['image'] = {
  reference: '',
  kind: 'registry',
  compressedSize: 0,
  size: 0,
  labels: {},
};

/** As the steps of the report say; what no step changes has none. */
function bestFixesOf({ packages, findings, steps }: Report): ReadonlyMap<number, BestFix> {
  const fixes = new Map(
    steps.flatMap(({ ecosystem, changes }) =>
      changes.map((change) => {
        const { name, from, to: version } = change;
        const command = commandOf(ecosystem, [change]);
        const fix = { version, ...(command !== undefined && { command }) };
        return [nameText(ecosystem, name, from), fix] as const;
      }),
    ),
  );
  const best = new Map<number, BestFix>();
  for (const { package: index, fixedIn } of findings) {
    const found = packages[index];
    if (found === undefined || fixedIn === undefined || found.ownedBy !== undefined) continue;
    const { ecosystem, name, version } = found.package;
    const fix = fixes.get(nameText(ecosystem, name, version));
    if (fix !== undefined) best.set(index, fix);
  }
  return best;
}

function nameText(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}

/** Two packages that nothing tells apart share a row. */
function keysOf(
  { packages }: Inventory,
  findings: readonly LocatedFinding[],
): Pick<Prepared, 'packageKeys' | 'packagesByKey'> {
  const packageKeys = new Map<number, string>();
  const packagesByKey = new Map<string, number>();
  for (const { finding } of findings) {
    const found = packages[finding.package];
    if (found === undefined || packageKeys.has(finding.package)) continue;
    const key = packageKey(found);
    packageKeys.set(finding.package, key);
    if (!packagesByKey.has(key)) packagesByKey.set(key, finding.package);
  }
  return { packageKeys, packagesByKey };
}
