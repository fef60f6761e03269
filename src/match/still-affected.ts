import { ecosystems } from '../ecosystems/index.ts';
import type { Finding } from '../model/index.ts';
import { evaluate } from './evaluate.ts';

/** Whether any of the advisories behind a finding affects that version of its package too. */
export function isStillAffected({ matches }: Finding, version: string): boolean {
  return matches.some(({ affected, scheme }) => {
    const ecosystem = ecosystems.get(scheme);
    if (ecosystem === undefined) return true;
    const candidate = {
      text: version,
      normalized: ecosystem.normalizeVersion(version),
      version: ecosystem.versions.parse(version),
    };
    return evaluate(ecosystem.versions, candidate, affected).kind !== 'not affected';
  });
}
