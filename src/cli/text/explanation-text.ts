import type { Explanation, Judgement, Reason, SparedPackage } from '../../analyzer/index.ts';
import type {
  AdvisorySnapshot,
  Finding,
  InventoryPackage,
  Match,
  RangeEvent,
  VexClaim,
} from '../../model/index.ts';
import type { Report } from '../../report/index.ts';
import { percentText } from './amounts.ts';
import { channelName } from './channel-name.ts';
import { instructionText } from './instruction.ts';
import type { Painter } from './painter.ts';
import { SEVERITY_MARKS } from './painter.ts';
import { printable } from './printable.ts';
import { warningLines } from './report-head.ts';

/** What an explanation refers to. */
export interface ExplanationContext {
  readonly report: Report;
  readonly snapshot: AdvisorySnapshot;
}

const SPARED_SHOWN = 20;

/** Why an id is reported, with the comparison made; or why it is not. */
export function explanationText(
  explanation: Explanation,
  context: ExplanationContext,
  painter: Painter,
): string {
  const { report } = context;
  const { reported, spared, reasons } = explanation;
  const sections = [
    warningLines(report, painter),
    headLines(explanation, context, painter),
    ...reported.map((finding) => reportedLines(finding, report, painter)),
    ...spared.slice(0, SPARED_SHOWN).map((one) => sparedLines(one, report, painter)),
    spared.length > SPARED_SHOWN ? [`and ${spared.length - SPARED_SHOWN} more packages`] : [],
    reasons.map(reasonLine),
  ];
  const text = sections.filter((section) => section.length > 0);
  return `${text.map((section) => section.join('\n')).join('\n\n')}\n`;
}

function headLines(
  { id, ids, reported }: Explanation,
  { report, snapshot }: ExplanationContext,
  painter: Painter,
): string[] {
  const others = ids.filter((one) => one !== id);
  const summary = [id, ...others].map((one) => snapshot.textsOf(one)?.summary).find(Boolean);
  const verdict = reported.length > 0 ? 'is reported' : 'is not reported';
  return [
    `${painter.paint('bold', printable(id))} ${verdict} for ${printable(report.image.reference)}`,
    ...(others.length > 0 ? [painter.paint('gray', printable(`also ${others.join(', ')}`))] : []),
    ...(summary === undefined ? [] : [printable(summary)]),
  ];
}

function reportedLines(finding: Finding, report: Report, painter: Painter): string[] {
  const found = report.packages[finding.package];
  if (!found) return [];
  const { mark, style } = SEVERITY_MARKS[finding.severity];
  const { package: own, introducedIn } = found;
  const layer = report.layers[introducedIn];
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['severity', severityText(finding)],
    ['to do', fixText(finding)],
    ['since', sinceText(finding)],
    ['found in', placesText(own.locations)],
    ['found by', `${found.foundBy} (${own.evidence}, ${own.confidence})`],
    [
      'layer',
      `${introducedIn + 1}${layer?.createdBy === undefined ? '' : `: ${instructionText(layer.createdBy)}`}`,
    ],
    [
      'exploited',
      finding.context?.kev && `yes, in CISA's catalog since ${finding.context.kev.addedAt}`,
    ],
    ['EPSS', finding.context?.epss && percentText(finding.context.epss.probability)],
    ...(finding.vex ?? []).map((claim) => ['VEX', vexFact(claim)] as const),
    ['hidden', finding.hidden && `from totals: ${finding.hidden.replaceAll('-', ' ')}`],
  ];
  return [
    `${painter.paint(style, mark)} ${painter.paint('bold', printable(`${own.name} ${own.version}`))}`,
    ...facts.flatMap(([name, text]) => (text ? [`   ${name.padEnd(10)} ${printable(text)}`] : [])),
    ...finding.matches.map((match) => `   because    ${printable(matchText(match))}`),
  ];
}

function vexFact({ status, justification, note, author, at, document }: VexClaim): string {
  const said = [status, justification].filter(Boolean).join(', ').replaceAll('_', ' ');
  const details = [note, author && `by ${author}`, at, document].filter(Boolean);
  return [said, ...details].join(' · ');
}

function sinceText({ introduced, upstreamIntroduced }: Finding): string | undefined {
  if (upstreamIntroduced === undefined) return introduced === '0' ? undefined : introduced;
  return `${upstreamIntroduced} upstream; the advisory says all earlier versions`;
}

const PLACES_SHOWN = 3;

function placesText(locations: readonly string[]): string {
  const shown = locations.slice(0, PLACES_SHOWN).map((path) => `/${path}`);
  const rest = locations.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}

function severityText({ severity, rating }: Finding): string {
  if (!rating) return severity;
  const score = rating.score === undefined ? '' : `, ${rating.score.toFixed(1)}`;
  const vector = rating.vector === undefined ? '' : ` (${rating.vector})`;
  return `${severity}, said by ${rating.source}${score}${vector}`;
}

function fixText({ fixedIn, status, lastAffected, fixElsewhere }: Finding): string {
  if (fixedIn !== undefined) return `upgrade to ${fixedIn}`;
  if (fixElsewhere) {
    const { channel, version } = fixElsewhere;
    return `the release has no fix; one is available in ${channelName(channel)}: ${version}`;
  }
  if (lastAffected !== undefined) return `upgrade to a version later than ${lastAffected}`;
  return status === 'affected' ? 'no fix is known' : `no fix: ${status.replaceAll('_', ' ')}`;
}

/** `GHSA-35jh-r3h4-6jhm (osv): lodash 4.17.15 is in >= 0, < 4.17.21, compared as semver`. */
function matchText({ advisory, affected, key, scheme, deciding }: Match): string {
  const subject = `${key.name} ${key.version}${key.via === 'source' ? ' (source package)' : ''}`;
  const why =
    deciding.kind === 'listed'
      ? `is listed as affected`
      : `is in ${rangeText(deciding.events)}, compared as ${scheme}`;
  return `${advisory.id} (${advisory.source}, ${affected.namespace}): ${subject} ${why}`;
}

const EDGES = { introduced: '>=', fixed: '<', lastAffected: '<=', limit: '<' } as const;

/** `< 4.17.21`, `>= 3.0.0, < 3.0.7 or >= 4.0.0`: each `introduced` begins an interval. */
function rangeText(events: readonly RangeEvent[]): string {
  const intervals: string[][] = [];
  for (const { kind, version } of events) {
    if (kind === 'introduced' || intervals.length === 0) intervals.push([]);
    const isEndless = version === (kind === 'introduced' ? '0' : '*');
    if (!isEndless) intervals.at(-1)?.push(`${EDGES[kind]} ${version}`);
  }
  return intervals.map((edges) => edges.join(', ') || 'all versions').join(' or ');
}

function sparedLines(
  { package: index, judgements, ownedBy }: SparedPackage,
  { packages }: Report,
  painter: Painter,
): string[] {
  const found = packages[index];
  if (!found) return [];
  const { name, version } = found.package;
  const owner = ownedBy === undefined ? undefined : packages[ownedBy];
  return [
    `${painter.paint('green', ' ok')} ${painter.paint('bold', printable(`${name} ${version}`))}`,
    ...(owner
      ? [`   it is a part of ${printable(ownerText(owner))}, and its advisories answer for it`]
      : []),
    ...judgements.map((judgement) => `   ${printable(judgementText(judgement))}`),
  ];
}

function ownerText({ package: { name, version } }: InventoryPackage): string {
  return `the distribution's package ${name} ${version}`;
}

function judgementText(judgement: Judgement): string {
  if (judgement.kind === 'affected') return matchText(judgement.match);
  const { entry, key } = judgement;
  const { advisory, affected } = entry;
  const subject = `${advisory.id} (${advisory.source}, ${affected.namespace}): ${key.name} ${key.version}`;
  if (judgement.kind === 'not comparable') {
    return `${subject} could not be compared: ${judgement.texts.join(', ')} is no version`;
  }
  const ranges = affected.ranges.map(rangeText).join(' or ');
  const words: Readonly<Record<typeof judgement.because, string>> = {
    outside: ranges === '' ? 'is not among the listed versions' : `is outside ${ranges}`,
    vendor: 'is not affected, its vendor says',
    'no range': 'is named without any version',
    withdrawn: `is no longer meant: the advisory was withdrawn ${advisory.withdrawn ?? ''}`,
    'other module': `is not of the module ${affected.module ?? '(none)'} that it is about`,
    'other architecture': `is not for ${affected.architectures.join(', ')}`,
    'fixed in channel': `has the fix of an enabled channel: outside ${ranges}`,
    unreviewed: 'is said to be affected by a record that nobody reviewed; a reviewed one says no',
    'own record': 'is spared by the record on this vulnerability alone, which counts',
    rejected: 'is not reported: those who assigned the CVE rejected it',
    'settled by owner': "has the fix, or never had the flaw, says the distribution's package",
  };
  return `${subject} ${words[judgement.because]}`;
}

function reasonLine(reason: Reason): string {
  switch (reason.kind) {
    case 'unknown':
      return 'No advisory in the snapshot has this id. `drydock db status` tells what is there.';
    case 'rejected':
      return 'The CVE was rejected by those who assigned it.';
    case 'withdrawn':
      return printable(`Every advisory on it was withdrawn: ${reason.advisories.join(', ')}`);
    case 'not in the image':
      return printable(
        `It is about packages that are not in the image: ${reason.packages.join(', ')}`,
      );
    case 'no coverage':
      return printable(
        `No advisories are here for ${reason.namespaces.join(', ')}, which the image needs.`,
      );
  }
}
