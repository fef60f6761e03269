import { ecosystems } from '../../ecosystems/index.ts';
import type { Affected, SeverityRating, VendorStatus } from '../../model/index.ts';
import { isObject, objectAt, objectsAt, textAt, textsAt } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { moduleStreamsOf } from '../module-stream.ts';
import type { FixedPackage } from '../module-stream.ts';
import { normalizeNamespace } from '../namespace.ts';
import { severityByLabel } from '../severity.ts';
import type { Rater } from '../severity.ts';
import { rangesOf } from './osv-ranges.ts';

/** What of the record bears on its `affected` entries. */
export interface OsvRecordContext {
  readonly summary: string;
  /** Who rates: `Ubuntu`. */
  readonly publisher: string;
  readonly rate: Rater;
  /** All packages of the record: what one is of, another tells. */
  readonly packages: () => readonly FixedPackage[];
}

const NAME_CHARS = 1024;

/** Names of Linux in the lists of Go (`goos`) and Rust (`os`). */
const LINUX = 'linux';

/**
 * One `affected` entry of an OSV record. Empty: it is of no package (git only) or of an ecosystem
 * that we do not know; several: it is of several module streams. `undefined`: it cannot be read.
 */
export function readAffected(
  entry: unknown,
  context: OsvRecordContext,
): readonly Affected[] | undefined {
  if (!isObject(entry)) return undefined;
  if (entry['package'] === undefined) return [];
  const name = textAt(objectAt(entry, 'package'), 'name');
  const ranges = rangesOf(entry);
  if (name === '' || name.length > NAME_CHARS || ranges === undefined) return undefined;
  const known = normalizeNamespace(textAt(objectAt(entry, 'package'), 'ecosystem'));
  if (known === undefined) return [];

  const fixes = ranges.flat().filter(({ kind }) => kind === 'fixed');
  const affected: Affected = {
    ...known,
    ...normalizedNames(known.ecosystem, name, textsAt(entry, 'versions')),
    ranges,
    status: statusOf(entry, fixes.length > 0),
    ...ratingOf(entry, context),
    ...(isUnimportant(entry) && { unimportant: true }),
    architectures: architecturesOf(entry),
  };
  if (known.ecosystem !== 'rpm') return [affected];
  const streams = moduleStreamsOf(
    context.summary,
    fixes.map(({ version }) => version),
    fixes.some(({ version }) => version.includes('.module')) ? context.packages() : [],
  );
  return streams.length === 0 ? [affected] : streams.map((module) => ({ ...affected, module }));
}

/** The packages of a record, each with the versions that fix it. */
export function fixedPackagesOf(record: JsonObject): readonly FixedPackage[] {
  return objectsAt(record, 'affected').map((entry) => ({
    name: textAt(objectAt(entry, 'package'), 'name'),
    fixedVersions: (rangesOf(entry) ?? [])
      .flat()
      .flatMap(({ kind, version }) => (kind === 'fixed' ? version : [])),
  }));
}

function normalizedNames(
  type: string,
  name: string,
  versions: readonly string[],
): Pick<Affected, 'name' | 'versions'> {
  const ecosystem = ecosystems.get(type);
  if (ecosystem === undefined) return { name, versions };
  return {
    name: ecosystem.normalizeName(name),
    versions: versions.map((text) => ecosystem.normalizeVersion(text)),
  };
}

/** An entry that is only of other systems than Linux speaks of no image that we read. */
function statusOf(entry: JsonObject, hasFix: boolean): VendorStatus {
  if (!isOnLinux(entry)) return 'not_affected';
  const urgency = textAt(objectAt(entry, 'ecosystem_specific'), 'urgency');
  if (!hasFix && urgency === 'end-of-life') return 'end_of_life';
  return hasFix ? 'fix_available' : 'affected';
}

function isOnLinux(entry: JsonObject): boolean {
  const specific = objectAt(entry, 'ecosystem_specific');
  const systems = textsAt(objectAt(specific, 'affects'), 'os');
  if (systems.length > 0) return systems.includes(LINUX);
  const imports = objectsAt(specific, 'imports');
  if (imports.length === 0) return true;
  return imports.some((path) => {
    const named = textsAt(path, 'goos');
    return named.length === 0 || named.includes(LINUX);
  });
}

/** As Go and Rust name them, where every import is limited; empty: all. */
function architecturesOf(entry: JsonObject): readonly string[] {
  const specific = objectAt(entry, 'ecosystem_specific');
  const rust = textsAt(objectAt(specific, 'affects'), 'arch');
  if (rust.length > 0) return rust;
  const lists = objectsAt(specific, 'imports').map((path) => textsAt(path, 'goarch'));
  return lists.some((list) => list.length === 0) ? [] : [...new Set(lists.flat())];
}

/** The vendor's own word on this package: Debian's urgency, Ubuntu's priority, a CVSS vector. */
function ratingOf(entry: JsonObject, context: OsvRecordContext): Pick<Affected, 'severity'> {
  const { publisher, rate } = context;
  const specific = objectAt(entry, 'ecosystem_specific');
  const informational = textAt(objectAt(entry, 'database_specific'), 'informational');
  if (informational === 'unmaintained' || informational === 'notice') {
    return { severity: { source: publisher, severity: 'none' } };
  }
  const label = textAt(specific, 'ubuntu_priority') || textAt(specific, 'urgency');
  const severity = byLabel(publisher, label) ?? rateFirst(entry, publisher, rate);
  return severity ? { severity } : {};
}

function rateFirst(entry: JsonObject, source: string, rate: Rater): SeverityRating | undefined {
  for (const severity of objectsAt(entry, 'severity')) {
    const score = textAt(severity, 'score');
    const rating =
      textAt(severity, 'type') === 'Ubuntu' ? byLabel(source, score) : rate(source, score);
    if (rating) return rating;
  }
  return undefined;
}

function byLabel(source: string, label: string): SeverityRating | undefined {
  const severity = severityByLabel(label);
  return severity && { source, severity };
}

function isUnimportant(entry: JsonObject): boolean {
  const specific = objectAt(entry, 'ecosystem_specific');
  return (
    textAt(specific, 'urgency') === 'unimportant' ||
    textAt(specific, 'ubuntu_priority') === 'negligible'
  );
}
