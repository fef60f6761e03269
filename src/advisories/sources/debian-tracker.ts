import { err, failure, ok } from '../../base/index.ts';
import type { Failure, Result } from '../../base/index.ts';
import { DEBIAN_RELEASES, ecosystems } from '../../ecosystems/index.ts';
import type { Affected, Diagnostic, VendorStatus } from '../../model/index.ts';
import { skipped } from '../diagnostics.ts';
import { isObject, parseJson, textAt } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { severityByLabel } from '../severity.ts';
import { bareAdvisory, rangesBefore } from './parsed-feed.ts';
import type { ParsedFeed } from './parsed-feed.ts';

/** The releases, and the suite that never becomes one. */
const RELEASES: ReadonlyMap<string, string> = new Map([...DEBIAN_RELEASES, ['sid', 'sid']]);

const ID = /^(?:CVE-\d{4}-\d{1,12}|TEMP-\w{1,16}-\w{1,16})$/;

interface Collected {
  readonly description: string;
  readonly affected: Affected[];
}

/**
 * Debian's security tracker: source package, vulnerability, release, status. A fix wins over
 * `no-dsa`.
 *
 * https://security-tracker.debian.org/tracker/data/json
 */
export function parseDebianTracker(bytes: Uint8Array, path: string): Result<ParsedFeed, Failure> {
  const document = parseJson(bytes);
  if (!isObject(document)) {
    return err(failure('advisory.feed.malformed', `${path} is no JSON object of packages`));
  }
  const left: Diagnostic[] = [];
  const byId = new Map<string, Collected>();
  for (const [name, vulnerabilities] of Object.entries(document)) {
    if (!isObject(vulnerabilities)) {
      left.push(skipped('advisory.debian.bad-package', 'is no object', `${path}#${name}`));
      continue;
    }
    for (const [id, vulnerability] of Object.entries(vulnerabilities)) {
      const where = `${path}#${name}/${id}`;
      if (!ID.test(id) || !isObject(vulnerability) || !isObject(vulnerability['releases'])) {
        left.push(skipped('advisory.debian.bad-record', 'names no id or releases', where));
        continue;
      }
      const collected = byId.get(id) ?? {
        description: textAt(vulnerability, 'description'),
        affected: [],
      };
      byId.set(id, collected);
      collected.affected.push(...readReleases(name, vulnerability['releases'], where, left));
    }
  }
  const advisories = [...byId].map(([id, { description, affected }]) =>
    bareAdvisory({
      id: `DEBIAN-${id}`,
      source: 'debian-tracker',
      upstream: [id],
      affected,
      details: description,
    }),
  );
  return ok({ advisories, skipped: left });
}

function readReleases(
  name: string,
  releases: JsonObject,
  where: string,
  left: Diagnostic[],
): Affected[] {
  const affected: Affected[] = [];
  for (const [codename, release] of Object.entries(releases)) {
    const number = RELEASES.get(codename);
    const read =
      number !== undefined && isObject(release) ? readRelease(name, number, release) : undefined;
    if (read) affected.push(read);
    else {
      const message = `"${codename}" is no release that we know, or its status is none`;
      left.push(skipped('advisory.debian.bad-release', message, `${where}/${codename}`));
    }
  }
  return affected;
}

function readRelease(name: string, number: string, release: JsonObject): Affected | undefined {
  const fixed = textAt(release, 'fixed_version');
  const urgency = textAt(release, 'urgency').replace(/\*+$/, '');
  const status = statusOf(release, fixed, urgency);
  if (status === undefined) return undefined;
  const severity = severityByLabel(urgency);
  return {
    ecosystem: 'deb',
    namespace: `Debian:${number}`,
    name: ecosystems.get('deb')?.normalizeName(name) ?? name,
    ranges: rangesBefore(status, fixed),
    versions: [],
    status,
    ...(severity && { severity: { source: 'Debian', severity } }),
    ...(urgency === 'unimportant' && { unimportant: true }),
    architectures: [],
  };
}

function statusOf(release: JsonObject, fixed: string, urgency: string): VendorStatus | undefined {
  if (fixed === '0') return 'not_affected';
  if (fixed !== '' && fixed !== '<end-of-life>') return 'fix_available';
  switch (textAt(release, 'status')) {
    case 'undetermined':
      return 'under_investigation';
    case 'open':
      break;
    default:
      return undefined;
  }
  if (urgency === 'end-of-life' || fixed !== '') return 'end_of_life';
  switch (textAt(release, 'nodsa_reason')) {
    case 'ignored':
      return 'will_not_fix';
    case 'postponed':
      return 'fix_deferred';
    default:
      return 'affected';
  }
}
