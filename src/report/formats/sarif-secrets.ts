import type { Report } from '../report.ts';
import { secretPlace } from '../secret-place.ts';
import { IMAGE_ROOT, inert, uriOf } from './sarif-text.ts';

/** A rule for each kind of secret that the image has. */
export function secretRules({ secrets }: Report): readonly object[] {
  const kinds = new Set((secrets?.found ?? []).map(({ rule }) => rule));
  return [...kinds].map((rule) => ({
    id: ruleIdOf(rule),
    name: 'SecretInFile',
    shortDescription: { text: inert(`A file has what looks like a ${rule.replaceAll('-', ' ')}`) },
    help: { text: 'Replace the secret: whoever can pull the image has it.' },
    defaultConfiguration: { level: 'error' },
    properties: { 'security-severity': '8.0', tags: ['security', 'secret'] },
  }));
}

export function secretResults({ secrets, image }: Report): readonly object[] {
  return (secrets?.found ?? []).map((secret) => ({
    ruleId: ruleIdOf(secret.rule),
    level: 'error',
    message: { text: inert(`${secret.rule}: ${secretPlace(secret)}.`) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(secret.path), uriBaseId: IMAGE_ROOT },
          region: { startLine: secret.line },
        },
        message: { text: inert(`${image.reference}: layer ${secret.layer + 1}`) },
      },
    ],
    partialFingerprints: { 'drydock/v1': `secret:${secret.rule}:${secret.path}` },
  }));
}

/** Beside the rules of findings, `ID/TYPE/NAME`. */
function ruleIdOf(rule: string): string {
  return `secret/${rule}`;
}
