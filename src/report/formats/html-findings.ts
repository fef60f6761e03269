import type { Finding, InventoryPackage } from '../../model/index.ts';
import { visibleFindings } from '../located-findings.ts';
import type { Report } from '../report.ts';
import { vulnerabilityUrl } from '../vulnerability-url.ts';
import { escapeHtml, pathHtml } from './html-text.ts';

/** Every finding that counts, by package; or what it means that there is none. */
export function findingSection(report: Report): string {
  const byPackage = new Map<InventoryPackage, Finding[]>();
  for (const { finding, found } of visibleFindings(report)) {
    const findings = byPackage.get(found);
    if (findings) findings.push(finding);
    else byPackage.set(found, [finding]);
  }
  const blocks = [...byPackage].map(([found, findings]) => packageBlock(found, findings));
  const body = blocks.length > 0 ? blocks.join('\n') : `<p>${noneText(report)}</p>`;
  return `<section><h2>Vulnerabilities</h2>${body}</section>`;
}

function noneText({ state, summary }: Report): string {
  const words: Readonly<Record<Report['state'], string>> = {
    complete: `None is known for any of its ${summary.packages} packages.`,
    complete_with_gaps: 'None was found in what could be read; see what was not covered.',
    no_packages: 'No packages were found, so there was nothing to look up.',
    no_advisory_coverage:
      'None was found, which says little: there are no advisories for this image; see the warnings.',
  };
  return words[state];
}

function packageBlock(found: InventoryPackage, findings: readonly Finding[]): string {
  const { name, version, ecosystem, locations } = found.package;
  const [path] = locations;
  const facts = [escapeHtml(ecosystem), `layer ${found.introducedIn + 1}`];
  if (path !== undefined) facts.push(pathHtml(path));
  if (locations.length > 1) facts.push(`and ${locations.length - 1} more places`);
  const worst = findings[0]?.severity ?? 'unknown';
  return `<details open>
<summary><span class="name">${escapeHtml(name)} ${escapeHtml(version)}</span> <span class="tag ${worst}">${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}</span><small>${facts.join(' · ')}</small></summary>
<table><thead><tr><th>Severity</th><th>Vulnerability</th><th>Affected since</th><th>Fixed in</th><th>Because</th></tr></thead>
<tbody>
${findings.map(findingRow).join('\n')}
</tbody></table>
</details>`;
}

function findingRow(finding: Finding): string {
  const { id, severity, context, introduced, matches } = finding;
  const marks = [
    finding.class === 'malware' ? 'malware' : '',
    context?.kev ? 'exploited' : '',
  ].filter(Boolean);
  const because = matches.map(({ advisory, key }) => `${advisory.id}: ${key.name} ${key.version}`);
  const link = `<a href="${escapeHtml(vulnerabilityUrl(id))}" rel="noreferrer">${escapeHtml(id)}</a>`;
  return `<tr><td data-head="Severity"><span class="tag ${severity}">${severity}</span>${scoreOf(finding)}</td><td data-head="Vulnerability">${link}${marks.map((mark) => ` <span class="kev">${mark}</span>`).join('')}</td><td data-head="Affected since">${introduced === '0' ? 'all earlier' : escapeHtml(introduced ?? '')}</td><td data-head="Fixed in">${fixOf(finding)}</td><td data-head="Because" class="why">${escapeHtml(because.join('; '))}</td></tr>`;
}

function scoreOf({ rating }: Finding): string {
  if (!rating) return '';
  const score = rating.score === undefined ? '' : `${rating.score.toFixed(1)} `;
  return ` <small>${score}${escapeHtml(rating.source)}</small>`;
}

function fixOf({ fixedIn, status, lastAffected }: Finding): string {
  if (fixedIn !== undefined) return `<span class="fix">${escapeHtml(fixedIn)}</span>`;
  if (lastAffected !== undefined) return `later than ${escapeHtml(lastAffected)}`;
  return status === 'affected' ? 'no fix' : escapeHtml(status.replaceAll('_', ' '));
}
