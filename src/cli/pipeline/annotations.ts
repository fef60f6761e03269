import type { Finding } from '../../model/index.ts';
import type { LocatedFinding } from '../../report/index.ts';
import { printable } from '../text/printable.ts';

/** GitHub shows ten errors and ten warnings of a step. */
const SHOWN = 10;

/**
 * Lines that GitHub Actions shows as annotations: errors of what is over the threshold, warnings of the rest,
 * the worst first.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
export function githubAnnotations(
  findings: readonly LocatedFinding[],
  failing: ReadonlySet<Finding>,
): readonly string[] {
  const errors = findings.filter(({ finding }) => failing.has(finding));
  const others = findings.filter(({ finding }) => !failing.has(finding));
  return [...annotationsOf('error', errors), ...annotationsOf('warning', others)];
}

function annotationsOf(level: string, findings: readonly LocatedFinding[]): string[] {
  const isCut = findings.length > SHOWN;
  const shown = findings.slice(0, isCut ? SHOWN - 1 : SHOWN).map((one) => annotationOf(level, one));
  const rest = findings.length - shown.length;
  return isCut ? [...shown, `::${level}::and ${rest} more: see the log of this step`] : shown;
}

function annotationOf(level: string, { finding, found }: LocatedFinding): string {
  const { id, severity, fixedIn, status, context } = finding;
  const { name, version } = found.package;
  const facts = [
    severity,
    context?.kev === undefined ? '' : 'known to be exploited',
    fixedIn === undefined ? status.replaceAll('_', ' ') : `fixed in ${fixedIn}`,
    found.package.locations[0] === undefined ? '' : `in /${found.package.locations[0]}`,
  ];
  const text = facts.filter(Boolean).join(', ');
  return `::${level} title=${asProperty(`${id} in ${name} ${version}`)}::${asData(text)}`;
}

function asData(text: string): string {
  return printable(text).replaceAll('%', '%25');
}

function asProperty(text: string): string {
  return asData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
