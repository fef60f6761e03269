import type { FixStep, Severity } from '../../model/index.ts';
import { distroTitle } from '../make-report.ts';
import type { Report } from '../report.ts';
import { secretPlace } from '../secret-place.ts';
import { findingSection } from './html-findings.ts';
import { STYLE } from './html-style.ts';
import { escapeHtml, pathHtml } from './html-text.ts';

const COUNTED: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'unknown'];

/** One file that needs nothing else: no script, nothing loaded, for a mail or an archive. */
export function toHtml(report: Report): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(report.image.reference)} · Drydock</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${[
  headSection(report),
  stepSection(report.steps),
  findingSection(report),
  checkSection(report),
  secretSection(report),
  gapSection(report),
  layerSection(report),
]
  .filter(Boolean)
  .join('\n')}
</main>
</body>
</html>
`;
}

function headSection(report: Report): string {
  const { image, snapshot, summary } = report;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Platform', image.platform],
    ['Distribution', distroTitle(report.distro)],
    ['Packages', String(summary.packages)],
    [
      'Advisories',
      snapshot.isStarter
        ? 'starter feed'
        : `snapshot ${snapshot.number}, ${snapshot.createdAt.slice(0, 10)}`,
    ],
    ['Coverage', COVERAGE[report.state]],
    ['Digest', image.digest ?? image.imageId],
  ];
  return `<header>
<h1>${escapeHtml(image.reference)}</h1>
${report.warnings.map(({ message }) => `<p class="warning" role="note">${escapeHtml(message)}</p>`).join('\n')}
${countList(report)}
<dl>${facts.map(([name, value]) => (value ? `<div><dt>${name}</dt><dd>${escapeHtml(value)}</dd></div>` : '')).join('')}</dl>
</header>`;
}

const COVERAGE: Readonly<Record<Report['state'], string>> = {
  complete: 'complete',
  complete_with_gaps: 'with gaps',
  no_packages: 'no packages found',
  no_advisory_coverage: 'missing or ended: see the warnings',
};

/** A zero is one only where something was looked at. */
function countList({ summary, state }: Report): string {
  const isBlind = summary.vulnerabilities === 0 && state !== 'complete';
  const counts = COUNTED.map((severity) => {
    const count = summary.bySeverity[severity];
    return `<li class="${count > 0 ? severity : 'zero'}"><b>${isBlind ? '–' : count}</b> ${severity}</li>`;
  });
  const asides = [
    ...(summary.vulnerabilities > 0
      ? [
          `${summary.exploited} known to be exploited`,
          `${summary.fixable} of ${summary.vulnerabilities} fixable`,
        ]
      : []),
    ...(summary.malware > 0 ? [`${summary.malware} reports of malware`] : []),
    ...Object.entries(summary.hidden).map(
      ([reason, count]) => `${count} hidden: ${escapeHtml(reason.replaceAll('-', ' '))}`,
    ),
  ];
  return `<ul class="counts">${counts.join('')}</ul>
<p class="asides">${asides.join(' · ')}</p>`;
}

const STEPS_SHOWN = 8;

function stepSection(steps: readonly FixStep[]): string {
  if (steps.length === 0) return '';
  const rows = steps.slice(0, STEPS_SHOWN).map((step) => {
    const total = Object.values(step.fixes).reduce((sum, count) => sum + count, 0);
    const what = step.command ?? step.changes.map(({ name, to }) => `${name} ${to}`).join(', ');
    const notes = [
      `fixes ${total}`,
      ...(step.exploited > 0 ? [`${step.exploited} exploited`] : []),
      ...(step.place === undefined ? [] : [`in ${pathHtml(step.place)}`]),
      ...(step.isBreaking ? ['major version'] : []),
    ];
    return `<li><code>${escapeHtml(what)}</code> <small>${notes.join(' · ')}</small></li>`;
  });
  const rest = steps.length - rows.length;
  const more = rest > 0 ? `\n<p><small>and ${rest} more, which fix less</small></p>` : '';
  return `<section><h2>Do first</h2><ol class="steps">${rows.join('\n')}</ol>${more}</section>`;
}

function checkSection({ image: { checks = [] } }: Report): string {
  if (checks.length === 0) return '';
  const rows = checks.map(
    ({ place, message, advice }) =>
      `<li><code>${escapeHtml(place)}</code>: ${escapeHtml(message)}; <small>${escapeHtml(advice)}</small></li>`,
  );
  return `<section><h2>Set-up</h2><ul>${rows.join('\n')}</ul></section>`;
}

function secretSection({ secrets }: Report): string {
  if (!secrets || secrets.found.length === 0) return '';
  const rows = secrets.found.map(
    (secret) =>
      `<li><code>${escapeHtml(secret.rule)}</code>: ${escapeHtml(secretPlace(secret))}</li>`,
  );
  const rest = secrets.count - rows.length;
  const more = rest > 0 ? `\n<p><small>and ${rest} more</small></p>` : '';
  return `<section><h2>Likely secrets</h2><ul>${rows.join('\n')}</ul>${more}</section>`;
}

function gapSection({ diagnostics }: Report): string {
  const gaps = diagnostics.filter(({ severity }) => severity !== 'info');
  if (gaps.length === 0) return '';
  const rows = gaps.map(
    ({ message, path }) =>
      `<li>${escapeHtml(message)}${path === undefined ? '' : ` <code>${pathHtml(path)}</code>`}</li>`,
  );
  return `<section><h2>Not covered</h2><ul>${rows.join('\n')}</ul></section>`;
}

function layerSection({ layers }: Report): string {
  if (layers.length === 0) return '';
  const rows = layers.map(
    ({ createdBy, digest }, at) =>
      `<tr><td data-head="Layer">${at + 1}</td><td data-head="Instruction"><code>${escapeHtml(createdBy ?? 'not said')}</code></td><td data-head="Digest"><code>${escapeHtml(digest ?? '')}</code></td></tr>`,
  );
  return `<section><h2>Layers</h2><table><thead><tr><th>#</th><th>Instruction</th><th>Digest</th></tr></thead><tbody>${rows.join('\n')}</tbody></table></section>`;
}
