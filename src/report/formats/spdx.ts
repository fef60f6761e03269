import { createHash } from 'node:crypto';
import { clip, printable } from '../../base/index.ts';
import type { InventoryPackage, SbomProperty } from '../../model/index.ts';
import { writeSbomProperties } from '../../model/index.ts';
import type { Report } from '../report.ts';
import { documentPairs } from './document-pairs.ts';
import { documentTime } from './document-time.ts';
import { jsonText } from './json-text.ts';
import { isSpdxExpression } from './spdx-licenses.ts';

/**
 * SPDX 2.3 JSON. What SPDX has no field for stands in annotations of this tool, one
 * `name=value` a line, so that reading it back gives the same inventory.
 * https://spdx.github.io/spdx-spec/v2.3/
 */
export function toSpdx(report: Report, toolVersion: string): string {
  const created = documentTime(report);
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
  return jsonText(document);
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
    ...(own.version !== '' && { versionInfo: own.version }),
    ...supplierOf(own.vendor),
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: false,
    licenseConcluded: 'NOASSERTION',
    ...licensesOf(own.licenses),
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

/** `Organization: name (mail)`: one line, and no parentheses but those. */
function supplierOf(vendor: string | undefined): object {
  const [, name = '', mail] = /^([^<]*)(?:<([^<>\s]*)>)?/.exec(vendor ?? '') ?? [];
  const plain = clip(printable(name).replace(/[()]/g, ' ').trim(), MAX_SUPPLIER);
  if (plain === '') return {};
  return {
    supplier: `Organization: ${plain}${mail?.includes('@') ? ` (${printable(mail)})` : ''}`,
  };
}

const MAX_SUPPLIER = 200;

/** All of them apply, as far as anyone knows; what is no SPDX expression stands in the comment. */
function licensesOf(licenses: readonly string[]): object {
  if (licenses.length === 0) return { licenseDeclared: 'NOASSERTION' };
  if (!licenses.every(isStandardExpression)) {
    return { licenseDeclared: 'NOASSERTION', licenseComments: `as found: ${licenses.join('; ')}` };
  }
  const [first = 'NOASSERTION'] = licenses;
  if (licenses.length === 1) return { licenseDeclared: first };
  const parts = licenses.map((text) => (text.includes(' ') ? `(${text})` : text));
  return { licenseDeclared: parts.join(' AND ') };
}

/** References to licences of a document's own would need their texts in it. */
function isStandardExpression(text: string): boolean {
  return isSpdxExpression(text) && !/(?:License|Document)Ref-/.test(text);
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

function contentDigest({ image, packages, snapshot }: Report): string {
  const about = [image, snapshot.digest, packages.map(({ purl, package: own }) => purl ?? own)];
  return createHash('sha256').update(JSON.stringify(about)).digest('hex');
}
