import type { Finding, FixStep, InventoryPackage, Severity } from '../../model/index.ts';
import type { LocatedFinding } from '../located-findings.ts';
import { visibleFindings } from '../located-findings.ts';
import { distroTitle } from '../make-report.ts';
import type { Report } from '../report.ts';
import { STYLE } from './html-style.ts';

const COUNTED: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'unknown'];

/** One file that needs nothing else: no script, nothing loaded, for a mail or an archive. */
export function toHtml(report: Report): string {
  const { image } = report;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escape(image.reference)} · Drydock</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${headSection(report)}
${stepSection(report.steps)}
${findingSection(report)}
${gapSection(report)}
${layerSection(report)}
</main>
</body>
</html>
`;
}

function headSection(report: Report): string {
  const { image, summary } = report;
  const facts = [
    image.platform,
    image.digest ?? image.imageId,
    distroTitle(report.distro),
    `${summary.packages} packages`,
    report.snapshot.isStarter ? 'starter feed' : `advisories #${report.snapshot.number}`,
    report.state.replaceAll('_', ' '),
  ];
  const counts = COUNTED.map(
    (severity) => `<li class="${severity}"><b>${summary.bySeverity[severity]}</b> ${severity}</li>`,
  );
  return `<header>
<h1>${escape(image.reference)}</h1>
<p class="facts">${facts
    .filter((fact) => fact !== undefined)
    .map(escape)
    .join(' · ')}</p>
${report.warnings.map(({ message }) => `<p class="warning" role="note">${escape(message)}</p>`).join('\n')}
<ul class="counts">${counts.join('')}<li><b>${summary.exploited}</b> exploited</li><li><b>${summary.fixable}</b> fixable</li></ul>
</header>`;
}

function stepSection(steps: readonly FixStep[]): string {
  if (steps.length === 0) return '';
  const rows = steps.slice(0, 20).map((step) => {
    const total = Object.values(step.fixes).reduce((sum, count) => sum + count, 0);
    const what = step.command ?? step.changes.map(({ name, to }) => `${name} ${to}`).join(', ');
    const notes = [
      step.place === undefined ? '' : `in /${step.place}`,
      step.isBreaking ? 'major version' : '',
    ];
    return `<li><code>${escape(what)}</code> <span>fixes ${total}${notes
      .filter(Boolean)
      .map((note) => ` · ${escape(note)}`)
      .join('')}</span></li>`;
  });
  return `<section><h2>Do first</h2><ol class="steps">${rows.join('\n')}</ol></section>`;
}

function findingSection(report: Report): string {
  const byPackage = new Map<InventoryPackage, Finding[]>();
  for (const { finding, found } of visibleFindings(report)) {
    byPackage.set(found, [...(byPackage.get(found) ?? []), finding]);
  }
  if (byPackage.size === 0) return '<section><h2>Vulnerabilities</h2><p>None found.</p></section>';
  const packages = [...byPackage].map(([found, findings]) => packageBlock(found, findings));
  return `<section><h2>Vulnerabilities</h2>${packages.join('\n')}</section>`;
}

function packageBlock(found: InventoryPackage, findings: readonly Finding[]): string {
  const { name, version, ecosystem, locations } = found.package;
  const rows = findings.map((finding) => findingRow({ finding, found }));
  return `<details open>
<summary><span class="tag ${findings[0]?.severity ?? 'unknown'}">${findings.length}</span> <b>${escape(name)}</b> ${escape(version)} <small>${escape(ecosystem)} · layer ${found.introducedIn + 1} · ${escape(locations[0] ?? '')}</small></summary>
<table><thead><tr><th>Severity</th><th>Vulnerability</th><th>Score</th><th>Introduced</th><th>Fixed in</th><th>Why</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table>
</details>`;
}

function findingRow({ finding }: LocatedFinding): string {
  const { id, severity, rating, introduced, fixedIn, status, context, matches } = finding;
  const score = rating ? `${rating.score?.toFixed(1) ?? ''} ${rating.source}` : '';
  const since = introduced === '0' ? 'all earlier' : (introduced ?? '');
  const why = matches.map(({ advisory, key }) => `${advisory.id}: ${key.name} ${key.version}`);
  const mark = context?.kev ? ' <span class="kev">exploited</span>' : '';
  return `<tr><td><span class="tag ${severity}">${severity}</span></td><td>${escape(id)}${mark}</td><td>${escape(score)}</td><td>${escape(since)}</td><td>${escape(fixedIn ?? status.replaceAll('_', ' '))}</td><td class="why">${escape(why.join('; '))}</td></tr>`;
}

function gapSection({ diagnostics }: Report): string {
  const gaps = diagnostics.filter(({ severity }) => severity !== 'info');
  if (gaps.length === 0) return '';
  const rows = gaps.map(
    ({ message, path }) =>
      `<li>${escape(message)}${path === undefined ? '' : ` <code>${escape(path)}</code>`}</li>`,
  );
  return `<section><h2>Not covered</h2><ul>${rows.join('\n')}</ul></section>`;
}

function layerSection({ layers }: Report): string {
  const rows = layers.map(
    ({ createdBy, digest }, at) =>
      `<tr><td>${at + 1}</td><td><code>${escape(createdBy ?? '')}</code></td><td><code>${escape(digest ?? '')}</code></td></tr>`,
  );
  return `<section><h2>Layers</h2><table><thead><tr><th>#</th><th>Instruction</th><th>Digest</th></tr></thead><tbody>${rows.join('\n')}</tbody></table></section>`;
}

/** Text from images and advisories as text, in elements and in quoted attributes. */
function escape(text = ''): string {
  // oxlint-disable-next-line no-control-regex -- to take them out
  return text.replace(/[&<>"'`\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g, (char) =>
    char < ' ' ? ' ' : `&#${char.charCodeAt(0)};`,
  );
}
