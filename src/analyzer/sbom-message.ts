import { parsePurl } from '../model/index.ts';
import type { Distro, InventoryLayer, Purl } from '../model/index.ts';
import type { OpenedSbom, SbomOccurrence } from '../sources/sbom/index.ts';
import type { Check } from './check.ts';
import { isCount, isList, isShape, isText, isTextMap, optional } from './check.ts';
import { isDiagnostic, isDiffId, isDigest, isPackage } from './shapes.ts';

/** An SBOM as a worker sends it: nothing in it is `undefined`. */
export interface SentSbom extends Omit<OpenedSbom, 'distro'> {
  readonly distro?: Distro;
}

export function sentSbom({ distro, ...sbom }: OpenedSbom): SentSbom {
  return { ...sbom, ...(distro && { distro }) };
}

export function receivedSbom(sent: SentSbom): OpenedSbom {
  return { ...sent, distro: sent.distro };
}

const isLayer = isShape<InventoryLayer>({
  diffId: optional(isDiffId),
  digest: optional(isDigest),
  compressedSize: isCount,
  size: isCount,
  createdBy: optional(isText),
  createdAt: optional(isText),
});

const isDistro = isShape<Distro>({
  id: isText,
  versionId: isText,
  version: optional(isText),
  codename: optional(isText),
  name: optional(isText),
  prettyName: optional(isText),
  variantId: optional(isText),
  buildId: optional(isText),
  cpeName: optional(isText),
  idLike: isList(isText),
  ubuntuCodename: optional(isText),
  path: isText,
});

const isOccurrence = isShape<SbomOccurrence>({
  package: isPackage,
  foundBy: isText,
  introducedIn: isCount,
  ownedBy: optional(isCount),
  purl: optional(isPurl),
});

/** To the last field, as with layers. */
export const isSentSbom: Check<SentSbom> = isShape<SentSbom>({
  reference: isText,
  kind: isText,
  writtenBy: isText,
  layers: isList(isLayer),
  distro: optional(isDistro),
  facts: isFacts,
  occurrences: isList(isOccurrence),
  diagnostics: isList(isDiagnostic),
});

function isFacts(value: unknown): value is OpenedSbom['facts'] {
  if (!(value instanceof Map)) return false;
  return [...value].every(([key, facts]) => isText(key) && isTextMap(facts));
}

function isPurl(value: unknown): value is Purl {
  return isText(value) && parsePurl(value) !== undefined;
}
