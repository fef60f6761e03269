import { createHash } from 'node:crypto';
import type { InventoryPackage, SbomProperty } from '../../model/index.ts';
import { writeSbomProperties } from '../../model/index.ts';
import type { Report } from '../report.ts';
import { documentPairs } from './document-pairs.ts';
import { isSpdxExpression } from './spdx-licenses.ts';

/**
 * SPDX 2.3 JSON. What SPDX has no field for stands in annotations of this tool, one
 * `name=value` a line, so that reading it back gives the same inventory.
 * https://spdx.github.io/spdx-spec/v2.3/
 */
export function toSpdx(report: Report, toolVersion: string): string {
  const created = instant(report.image.created ?? report.snapshot.createdAt);
  const annotate = (pairs: readonly SbomProperty[]): object =>
    annotation(pairs, created, toolVersion);
  const refs = report.packages.map((_, at) => `SPDXRef-Package-${at}`);
  const document = {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: report.image.reference,
    documentNamespace: `https://spdx.invalid/drydock/${contentDigest(report)}`,
    creationInfo: { created, creators: [`Tool: drydock-${toolVersion}`] },
    annotations: [annotate(documentPairs(report))],
    packages: [
      imagePackage(report),
      ...report.packages.map((found, at) => packageOf(found, refs[at] ?? '', annotate)),
    ],
    relationships: [
      relationship('SPDXRef-DOCUMENT', 'DESCRIBES', 'SPDXRef-Image'),
      ...refs.map((ref) => relationship('SPDXRef-Image', 'CONTAINS', ref)),
    ],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function imagePackage({ image }: Report): object {
  const digest = image.digest ?? image.imageId;
  const hex = digest?.startsWith('sha256:') ? digest.slice(7) : undefined;
  return {
    SPDXID: 'SPDXRef-Image',
    name: image.reference,
    ...(digest !== undefined && { versionInfo: digest }),
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: false,
    primaryPackagePurpose: 'CONTAINER',
    licenseConcluded: 'NOASSERTION',
    licenseDeclared: 'NOASSERTION',
    copyrightText: 'NOASSERTION',
    ...(hex !== undefined && { checksums: [{ algorithm: 'SHA256', checksumValue: hex }] }),
  };
}

function packageOf(
  found: InventoryPackage,
  ref: string,
  annotate: (pairs: readonly SbomProperty[]) => object,
): object {
  const { package: own, purl } = found;
  return {
    SPDXID: ref,
    name: own.name,
    versionInfo: own.version,
    ...(own.vendor !== undefined && { supplier: `Organization: ${own.vendor}` }),
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: false,
    licenseConcluded: 'NOASSERTION',
    licenseDeclared: declaredLicense(own.licenses),
    copyrightText: 'NOASSERTION',
    sourceInfo: `found in ${own.locations[0] ?? 'an SBOM'}`,
    ...(purl !== undefined && {
      externalRefs: [
        { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl },
      ],
    }),
    annotations: [annotate(writeSbomProperties(found))],
  };
}

/** All of them apply, as far as anyone knows; what is no SPDX expression cannot be said here. */
function declaredLicense(licenses: readonly string[]): string {
  if (licenses.length === 0 || !licenses.every(isSpdxExpression)) return 'NOASSERTION';
  if (licenses.length === 1) return licenses[0] ?? 'NOASSERTION';
  return licenses.map((text) => (text.includes(' ') ? `(${text})` : text)).join(' AND ');
}

function annotation(pairs: readonly SbomProperty[], date: string, toolVersion: string): object {
  const lines = pairs.map(([name, value]) => `${escape(name)}=${escape(value)}`);
  return {
    annotator: `Tool: drydock-${toolVersion}`,
    annotationDate: date,
    annotationType: 'OTHER',
    comment: lines.join('\n'),
  };
}

/** One line each, and the first `=` parts name and value. */
function escape(text: string): string {
  return text.replace(/[\\\n\r=]/g, (char) => ESCAPES[char] ?? char);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': String.raw`\\`,
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
  '=': String.raw`\e`,
};

function relationship(from: string, type: string, to: string): object {
  return { spdxElementId: from, relationshipType: type, relatedSpdxElement: to };
}

/** SPDX takes whole seconds of UTC only. */
function instant(text: string): string {
  const time = Date.parse(text);
  return `${new Date(Number.isFinite(time) ? time : 0).toISOString().slice(0, 19)}Z`;
}

function contentDigest({ image, packages, snapshot }: Report): string {
  const about = [image, snapshot.digest, packages.map(({ purl, package: own }) => purl ?? own)];
  return createHash('sha256').update(JSON.stringify(about)).digest('hex');
}
