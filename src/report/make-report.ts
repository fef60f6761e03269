import type { Diagnostic, Distro } from '../model/index.ts';
import type { ReportInput } from './report-input.ts';
import type { Report, ReportState } from './report.ts';
import { summarize } from './summary.ts';
import { warningsOf } from './warnings.ts';

/** The whole answer for one image. Pure: the same input gives the same report, byte for byte. */
export function makeReport(input: ReportInput): Report {
  const { inventory, coverage, snapshot } = input;
  const { executables, leftovers, secrets, sboms } = inventory;
  const warnings = warningsOf(input);
  return {
    image: input.image,
    ...(inventory.distro && { distro: inventory.distro }),
    snapshot: {
      number: snapshot.number,
      digest: snapshot.digest,
      createdAt: snapshot.createdAt,
      isStarter: snapshot.isStarter,
      coverage: coverage.namespaces,
      uncovered: coverage.uncovered,
    },
    state: stateOf(input, warnings),
    warnings,
    diagnostics: input.diagnostics,
    layers: inventory.layers,
    packages: inventory.packages,
    facts: inventory.facts,
    findings: input.findings,
    steps: input.steps,
    summary: summarize(inventory.packages, input.findings),
    ...(executables && { executables }),
    ...(leftovers && { leftovers }),
    ...(secrets && { secrets }),
    ...(sboms && { sboms }),
  };
}

/** Worst first: what cannot be said at all, then what is missing, then what there is. */
function stateOf(input: ReportInput, warnings: readonly Diagnostic[]): ReportState {
  const isBlind = warnings.some(({ code }) => BLIND.has(code));
  if (isBlind) return 'no_advisory_coverage';
  if (warnings.some(isGap) || input.diagnostics.some(isGap)) return 'complete_with_gaps';
  return input.inventory.packages.length === 0 ? 'no_packages' : 'complete';
}

function isGap({ severity }: Diagnostic): boolean {
  return severity !== 'info';
}

const BLIND: ReadonlySet<string> = new Set([
  'report.coverage.unknown-distribution',
  'report.coverage.no-feed',
  'report.coverage.end-of-life',
]);

/** `Debian GNU/Linux 12 (bookworm)`, or what can be said instead. */
export function distroTitle(distro: Distro | undefined): string {
  if (!distro) return 'no distribution';
  return (
    distro.prettyName ?? [distro.name ?? distro.id, distro.versionId].filter(Boolean).join(' ')
  );
}
