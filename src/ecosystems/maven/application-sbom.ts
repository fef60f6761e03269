import { arrayOf, DEFAULT_LIMITS, isRecord, parseJson, stringOf } from '../../base/index.ts';
import { parseForeignPurl } from '../../model/index.ts';

/** A Maven artifact that an archive's own SBOM lists. */
export interface SbomComponent {
  readonly groupId: string;
  readonly artifactId: string;
  readonly version: string;
}

const MAX_COMPONENTS = 50_000;

/**
 * The Maven artifacts of a CycloneDX document that a build tool put into the archive; `undefined`
 * of what is none. https://cyclonedx.org/docs/1.6/json/
 */
export function parseApplicationSbom(text: string): readonly SbomComponent[] | undefined {
  const parsed = parseJson(text, { nesting: DEFAULT_LIMITS.nesting });
  if (!parsed.ok || !isRecord(parsed.value)) return undefined;
  const { bomFormat, components } = parsed.value;
  if (bomFormat !== 'CycloneDX') return undefined;
  return arrayOf(components).slice(0, MAX_COMPONENTS).flatMap(componentOf);
}

function componentOf(value: unknown): SbomComponent[] {
  const written = isRecord(value) ? stringOf(value['purl']) : undefined;
  const purl = written === undefined ? undefined : parseForeignPurl(written);
  if (purl?.type !== 'maven' || !purl.namespace || !purl.version) return [];
  return [{ groupId: purl.namespace, artifactId: purl.name, version: purl.version }];
}
