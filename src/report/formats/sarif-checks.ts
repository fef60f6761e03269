import type { ConfigCheck } from '../../model/index.ts';
import type { Report } from '../report.ts';
import { IMAGE_ROOT, inert, uriOf } from './sarif-text.ts';

/** How SARIF names what a check calls for. */
const LEVELS: Readonly<Record<ConfigCheck['id'], 'warning' | 'note'>> = {
  'runs-as-root': 'note',
  'exposes-ssh': 'note',
  'adds-url': 'note',
  'secret-in-environment': 'warning',
  'secret-in-history': 'warning',
};

/** A rule for each kind of check that the image has. */
export function checkRules({ image: { checks = [] } }: Report): readonly object[] {
  const kinds = new Map(checks.map((check) => [check.id, check]));
  return [...kinds.values()].map(({ id, message, advice }) => ({
    id: ruleIdOf(id),
    name: 'ImageConfiguration',
    shortDescription: { text: inert(message) },
    help: { text: inert(advice) },
    defaultConfiguration: { level: LEVELS[id] },
    properties: { tags: ['security', 'configuration'] },
  }));
}

/** The configuration is no file of the image: its place is a logical one, as `ENV NPM_TOKEN`. */
export function checkResults({ image }: Report): readonly object[] {
  return (image.checks ?? []).map(({ id, place, message, advice }) => ({
    ruleId: ruleIdOf(id),
    level: LEVELS[id],
    message: { text: inert(`${place}: ${message}; ${advice}.`) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(image.reference), uriBaseId: IMAGE_ROOT },
          region: { startLine: 1 },
        },
        logicalLocations: [{ name: inert(place), kind: 'resource' }],
        message: { text: inert(`${image.reference}: configuration`) },
      },
    ],
    partialFingerprints: { 'drydock/v1': `config:${id}:${place}` },
  }));
}

/** Beside the rules of findings, `ID/TYPE/NAME`. */
function ruleIdOf(id: ConfigCheck['id']): string {
  return `config/${id}`;
}
