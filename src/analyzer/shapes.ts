import { parseDigest } from '../model/index.ts';
import type { Diagnostic, DiffId, Digest, Package } from '../model/index.ts';
import {
  type Check,
  isCount,
  isList,
  isOneOf,
  isShape,
  isText,
  isTextMap,
  optional,
} from './check.ts';

/** What is said of odd input. */
export const isDiagnostic: Check<Diagnostic> = isShape<Diagnostic>({
  code: isText,
  severity: isOneOf('info', 'warning', 'error'),
  message: isText,
  path: optional(isText),
  layer: optional(isCount),
});

/** A package as a cataloger found it, or an SBOM names it. */
export const isPackage: Check<Package> = isShape<Package>({
  ecosystem: isText,
  name: isText,
  version: isText,
  architecture: optional(isText),
  source: optional(isShape<NonNullable<Package['source']>>({ name: isText, version: isText })),
  vendor: optional(isText),
  module: optional(isText),
  licenses: isList(isText),
  locations: isList(isText),
  evidence: isOneOf(
    'database',
    'metadata',
    'lockfile',
    'build-info',
    'manifest',
    'file-name',
    'strings',
    'sbom',
  ),
  confidence: isOneOf('exact', 'derived', 'heuristic'),
  scope: isOneOf('runtime', 'dev'),
  inside: optional(isText),
  facts: optional(isTextMap),
});

export function isDigest(value: unknown): value is Digest {
  return typeof value === 'string' && parseDigest(value) !== undefined;
}

export function isDiffId(value: unknown): value is DiffId {
  return isDigest(value);
}
