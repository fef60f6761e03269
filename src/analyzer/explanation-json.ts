import type { Explanation, Judgement, SparedPackage } from '../match/index.ts';
import type { Finding } from '../model/index.ts';
import { evidenceObject, jsonText, packageReference } from '../report/index.ts';
import type { Report } from '../report/index.ts';

/** The explanation for programs: docs/schema/explanation-1.schema.json. */
export function explanationJson(explanation: Explanation, report: Report): string {
  const { id, ids, reported, spared, reasons } = explanation;
  return jsonText({
    schemaVersion: '1.0',
    id,
    ids,
    image: report.image,
    state: report.state,
    warnings: report.warnings,
    isReported: reported.length > 0,
    reported: reported.flatMap((finding) => reportedObject(finding, report)),
    spared: spared.flatMap((one) => sparedObject(one, report)),
    reasons,
  });
}

function reportedObject(finding: Finding, { packages }: Report): object[] {
  const found = packages[finding.package];
  if (!found) return [];
  const { severity, fixedIn, fixElsewhere, upstreamIntroduced, hidden, matches } = finding;
  return [
    {
      package: packageReference(found),
      severity,
      fixedIn,
      fixElsewhere,
      upstreamIntroduced,
      hidden,
      locations: found.package.locations,
      layer: found.introducedIn,
      evidence: matches.map(evidenceObject),
    },
  ];
}

function sparedObject(
  { package: at, judgements, ownedBy }: SparedPackage,
  { packages }: Report,
): object[] {
  const found = packages[at];
  if (!found) return [];
  const owner = ownedBy === undefined ? undefined : packages[ownedBy];
  return [
    {
      package: packageReference(found),
      ...(owner && { ownedBy: packageReference(owner) }),
      judgements: judgements.map(judgementObject),
    },
  ];
}

function judgementObject(judgement: Judgement): object {
  const { advisory, affected, key } =
    judgement.kind === 'affected' ? judgement.match : { ...judgement.entry, key: judgement.key };
  return {
    ...verdictOf(judgement),
    advisory: advisory.id,
    source: advisory.source,
    namespace: affected.namespace,
    name: key.name,
    comparedVersion: key.version,
    ranges: affected.ranges,
  };
}

function verdictOf(judgement: Judgement): object {
  switch (judgement.kind) {
    case 'affected':
      return { verdict: 'affected' };
    case 'spared':
      return { verdict: 'not affected', because: judgement.because };
    case 'not comparable':
      return { verdict: 'not comparable', unreadable: judgement.texts };
  }
}
