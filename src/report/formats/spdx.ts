import { createHash } from 'node:crypto';
import { clip, printable } from '../../base/index.ts';
import type { InventoryPackage, SbomProperty } from '../../model/index.ts';
import { writeSbomProperties } from '../../model/index.ts';
import { NO_LICENCE } from '../package-view.ts';
import type { Report } from '../report.ts';
import { documentPairs } from './document-pairs.ts';
import { documentTime } from './document-time.ts';
import { jsonText } from './json-text.ts';

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
    ...ownLicenses(report),
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
    ...licensesOf(found),
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

/** What was recognized is concluded, not declared; other words than the expression's stand in the comment. */
function licensesOf({ license, package: { licenses } }: InventoryPackage): object {
  const isWritable = license !== undefined && !license.expression.includes('DocumentRef-');
  const expression = isWritable ? license.expression : NO_LICENCE;
  const isRecognized = license?.from === 'recognized';
  const isAsFound = licenses.length === 0 || (licenses.length === 1 && licenses[0] === expression);
  return {
    licenseConcluded: isRecognized ? expression : NO_LICENCE,
    licenseDeclared: isRecognized ? NO_LICENCE : expression,
    ...(!isAsFound && {
      licenseComments: `${isRecognized ? 'recognized' : 'as found'}: ${licenses.join('; ')}`,
    }),
  };
}

/** Each reference of a document's own wants its text in it: of names that are none of the SPDX list. */
function ownLicenses({ packages }: Report): object {
  const infos = new Map<string, object>();
  for (const { license, package: own } of packages) {
    if (!license || license.expression.includes('DocumentRef-')) continue;
    for (const id of license.ids.filter((one) => one.startsWith('LicenseRef-'))) {
      if (infos.has(id)) continue;
      const extractedText = `as found: ${own.licenses.join('; ')}`;
      infos.set(id, { licenseId: id, name: id.slice('LicenseRef-'.length), extractedText });
    }
  }
  return infos.size === 0 ? {} : { hasExtractedLicensingInfos: [...infos.values()] };
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
