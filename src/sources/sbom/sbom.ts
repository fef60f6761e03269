import type { Limits } from '../../base/index.ts';
import {
  failure,
  FailureError,
  isRecord,
  parseJson,
  recordOf,
  stringOf,
} from '../../base/index.ts';
import type { Diagnostic } from '../../model/index.ts';
import { formatPurl, readSbomProperties, parseForeignPurl } from '../../model/index.ts';
import type { Component, SbomDocument } from './component.ts';
import { readCycloneDx } from './cyclonedx.ts';
import { ownDistro, ownDiagnostics, ownFacts, ownLayers } from './own-document.ts';
import { foreignDistro, foreignLayers } from './foreign-document.ts';
import { foreignPackage } from './foreign-package.ts';
import type { OpenedSbom, SbomOccurrence } from './opened-sbom.ts';
import { readSpdx2, readSpdx3 } from './spdx.ts';
import { readSyft } from './syft.ts';

/** Reads an SBOM whole: CycloneDX, SPDX, or syft's JSON, also inside an in-toto statement. */
export async function openSbom(
  chunks: AsyncIterable<Uint8Array>,
  reference: string,
  { limits }: { readonly limits: Limits },
): Promise<OpenedSbom> {
  const bytes = await collect(chunks, reference, limits.sbomBytes);
  const json = parseJson(bytes, { nesting: limits.nesting });
  if (!json.ok) {
    throw new FailureError(failure('sources.sbom.json', `${reference}: ${json.error.message}`));
  }
  const document = read(recordOf(json.value));
  if (document === undefined) {
    const message = `${reference} is JSON, but no SBOM that is known: CycloneDX has bomFormat, SPDX spdxVersion or @graph, syft artifacts`;
    throw new FailureError(failure('sources.sbom.unknown', message));
  }
  return assemble(document, reference);
}

function read(root: Readonly<Record<string, unknown>>): SbomDocument | undefined {
  if (isRecord(root['predicate']) && 'predicateType' in root) return read(root['predicate']);
  if (root['bomFormat'] === 'CycloneDX') return readCycloneDx(root);
  if (stringOf(root['spdxVersion'])?.startsWith('SPDX-2')) return readSpdx2(root);
  if (Array.isArray(root['@graph'])) return readSpdx3(root);
  if (Array.isArray(root['artifacts']) && isRecord(root['schema'])) return readSyft(root);
  return undefined;
}

function assemble(document: SbomDocument, reference: string): OpenedSbom {
  const { kind, writtenBy, properties, components } = document;
  const layers = ownLayers(properties) ?? foreignLayers(document);
  const layerOf = new Map(layers.map(({ diffId }, index) => [diffId ?? '', index]));
  const occurrences = components.flatMap((component): SbomOccurrence[] => {
    const occurrence = occurrenceOf(component, layerOf);
    return occurrence ? [occurrence] : [];
  });
  return {
    reference,
    kind,
    writtenBy,
    layers,
    distro: ownDistro(properties) ?? foreignDistro(document),
    facts: ownFacts(properties),
    occurrences,
    diagnostics: [...ownDiagnostics(properties), ...leftOut(components, occurrences.length)],
  };
}

/** What we wrote is taken as it was; of others, what a purl and their own properties tell. */
function occurrenceOf(
  component: Component,
  layerOf: ReadonlyMap<string, number>,
): SbomOccurrence | undefined {
  const parts = component.purl === undefined ? undefined : parseForeignPurl(component.purl);
  const purl = parts && formatPurl(parts);
  const own = readSbomProperties(component.properties);
  if (own) return { ...own, ...(purl && { purl }) };
  if (parts === undefined || purl === undefined) return undefined;
  const introducedIn = layerOf.get(component.diffId ?? '') ?? 0;
  return { package: foreignPackage(parts, component), foundBy: 'sbom', introducedIn, purl };
}

function leftOut(components: readonly Component[], kept: number): Diagnostic[] {
  const count = components.length - kept;
  if (count === 0) return [];
  const nameless = components.filter(({ purl, properties }) => {
    return purl === undefined && readSbomProperties(properties) === undefined;
  });
  const names = nameless.slice(0, 5).map(({ name }) => name);
  const message = `${count} components were left out: they have no package URL, or a broken one (${names.join(', ')})`;
  return [{ code: 'sources.sbom.no-purl', severity: 'warning', message }];
}

async function collect(
  chunks: AsyncIterable<Uint8Array>,
  reference: string,
  limit: number,
): Promise<Uint8Array> {
  const taken: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > limit) {
      const message = `${reference} has more bytes than the limit sbomBytes of ${limit}`;
      throw new FailureError(failure('sources.limit', message));
    }
    taken.push(chunk);
  }
  return Buffer.concat(taken);
}
