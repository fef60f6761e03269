import { arrayOf, parseJson, recordOf, stringOf, stringsOf } from '../../base/index.ts';
import type { Diagnostic, Distro, InventoryLayer, SbomProperty } from '../../model/index.ts';
import { asDiffId, parseDigest, SBOM_DOCUMENT } from '../../model/index.ts';

type Properties = readonly SbomProperty[];

/** Properties hold small objects; deeper ones are not ours. */
const NESTING = 8;
const DISTRO_TEXTS = [
  'version',
  'codename',
  'name',
  'prettyName',
  'variantId',
  'buildId',
  'cpeName',
  'ubuntuCodename',
] as const;

/** What our own SBOM says of the distribution; `undefined` of others' SBOMs. */
export function ownDistro(properties: Properties): Distro | undefined {
  const record = recordOf(read(properties, SBOM_DOCUMENT.distro));
  const id = stringOf(record['id']);
  if (id === undefined) return undefined;
  const texts = DISTRO_TEXTS.flatMap((key) => {
    const text = stringOf(record[key]);
    return text === undefined ? [] : [[key, text] as const];
  });
  return {
    ...Object.fromEntries(texts),
    id,
    versionId: stringOf(record['versionId']) ?? '',
    idLike: stringsOf(record['idLike']),
    path: stringOf(record['path']) ?? '',
  };
}

export function ownLayers(properties: Properties): readonly InventoryLayer[] | undefined {
  const value = read(properties, SBOM_DOCUMENT.layers);
  if (value === undefined) return undefined;
  return arrayOf(value).map((item) => {
    const record = recordOf(item);
    const diffId = parseDigest(stringOf(record['diffId']) ?? '');
    const digest = parseDigest(stringOf(record['digest']) ?? '');
    const createdBy = stringOf(record['createdBy']);
    const createdAt = stringOf(record['createdAt']);
    return {
      ...(diffId && { diffId: asDiffId(diffId) }),
      ...(digest && { digest }),
      compressedSize: sizeOf(record['compressedSize']),
      size: sizeOf(record['size']),
      ...(createdBy !== undefined && { createdBy }),
      ...(createdAt !== undefined && { createdAt }),
    };
  });
}

export function ownFacts(
  properties: Properties,
): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const record = recordOf(read(properties, SBOM_DOCUMENT.facts));
  return new Map(
    Object.entries(record).map(([cataloger, facts]) => {
      const texts = Object.entries(recordOf(facts)).flatMap(([key, value]) =>
        typeof value === 'string' ? [[key, value] as const] : [],
      );
      return [cataloger, Object.fromEntries(texts)];
    }),
  );
}

export function ownDiagnostics(properties: Properties): readonly Diagnostic[] {
  const values = arrayOf(read(properties, SBOM_DOCUMENT.diagnostics)).map(recordOf);
  return values.flatMap((record): Diagnostic[] => {
    const code = stringOf(record['code']);
    const message = stringOf(record['message']);
    const path = stringOf(record['path']);
    const layer = record['layer'];
    const severity = severityOf(record['severity']);
    if (code === undefined || message === undefined || severity === undefined) return [];
    const place = {
      ...(path !== undefined && { path }),
      ...(typeof layer === 'number' && { layer }),
    };
    return [{ code, severity, message, ...place }];
  });
}

/** The JSON under a document property; `undefined` where there is none. */
function read(properties: Properties, wanted: string): unknown {
  const text = properties.find(([name]) => name === wanted)?.[1];
  const json = text === undefined ? undefined : parseJson(text, { nesting: NESTING });
  return json?.ok ? json.value : undefined;
}

function sizeOf(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : 0;
}

function severityOf(value: unknown): Diagnostic['severity'] | undefined {
  return value === 'info' || value === 'warning' || value === 'error' ? value : undefined;
}
