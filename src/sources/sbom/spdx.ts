import { arrayOf, recordOf, stringOf } from '../../base/index.ts';
import type { SbomProperty } from '../../model/index.ts';
import type { Component, SbomDocument } from './component.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * SPDX JSON 2.x, as syft, trivy, BuildKit and docker scout write it. Our own properties are
 * annotations, one `name=value` a line.
 *
 * https://spdx.github.io/spdx-spec/v2.3/
 */
export function readSpdx2(root: Json): SbomDocument {
  const packages = arrayOf(root['packages']).map(recordOf);
  const system = packages.find(isOperatingSystem);
  const creators = arrayOf(recordOf(root['creationInfo'])['creators']);
  const tool = creators.find((one) => typeof one === 'string' && one.startsWith('Tool: '));
  return {
    kind: (stringOf(root['spdxVersion']) ?? '').toLowerCase().replace('-', ' '),
    writtenBy: (stringOf(tool) ?? '').replace('Tool: ', ''),
    distro: system && {
      id: stringOf(system['name']) ?? '',
      versionId: stringOf(system['versionInfo']) ?? '',
    },
    diffIds: [],
    components: packages
      .filter((one) => !isOperatingSystem(one) && !isContainer(one))
      .map(componentOf),
    properties: annotationsOf(root),
  };
}

/**
 * SPDX 3.0 JSON-LD: packages are elements of one graph.
 *
 * https://spdx.github.io/spdx-spec/v3.0.1/
 */
export function readSpdx3(root: Json): SbomDocument {
  const elements = arrayOf(root['@graph']).map(recordOf);
  const packages = elements.filter(({ type }) => type === 'software_Package');
  const tool = elements.find(({ type }) => type === 'Tool');
  return {
    kind: 'spdx 3.0',
    writtenBy: stringOf(tool?.['name']) ?? '',
    distro: undefined,
    diffIds: [],
    components: packages.map((element) => ({
      name: stringOf(element['name']) ?? '',
      version: stringOf(element['software_packageVersion']) ?? '',
      purl: stringOf(element['software_packageUrl']) ?? identifierOf(element),
      licenses: [],
      isDev: false,
      locations: [],
      properties: [],
    })),
    properties: [],
  };
}

function isOperatingSystem(one: Json): boolean {
  return one['primaryPackagePurpose'] === 'OPERATING-SYSTEM';
}

function isContainer(one: Json): boolean {
  return one['primaryPackagePurpose'] === 'CONTAINER' || one['primaryPackagePurpose'] === 'FILE';
}

function componentOf(one: Json): Component {
  const purl = arrayOf(one['externalRefs'])
    .map(recordOf)
    .find((reference) => stringOf(reference['referenceType'])?.endsWith('purl'));
  const sourceInfo = stringOf(one['sourceInfo']) ?? '';
  const source = builtFrom(sourceInfo);
  const texts = arrayOf(one['attributionTexts']).flatMap((text) => stringOf(text) ?? []);
  const diffId = texts
    .find((text) => text.startsWith('LayerDiffID: '))
    ?.slice('LayerDiffID: '.length);
  return {
    name: stringOf(one['name']) ?? '',
    version: stringOf(one['versionInfo']) ?? '',
    purl: stringOf(purl?.['referenceLocator']),
    licenses: licensesOf(one),
    isDev: false,
    locations: acquiredFrom(sourceInfo),
    ...(diffId && { diffId }),
    ...(source && { source }),
    properties: annotationsOf(one),
  };
}

/** trivy: `built package from: openssl 3.0.11-1`. */
function builtFrom(sourceInfo: string): Component['source'] {
  const [, name, version = ''] = /^built package from: (\S+)(?: (\S+))?$/.exec(sourceInfo) ?? [];
  return name ? { name, version } : undefined;
}

/** syft: `acquired package info from DPKG DB: /var/lib/dpkg/status, /usr/share/doc/x`. */
function acquiredFrom(sourceInfo: string): string[] {
  const colon = sourceInfo.startsWith('acquired package info') ? sourceInfo.indexOf(': ') : -1;
  return colon === -1 ? [] : sourceInfo.slice(colon + 2).split(', ');
}

function licensesOf(one: Json): string[] {
  const texts = [one['licenseConcluded'], one['licenseDeclared']].map(stringOf);
  const text = texts.find((text) => text && text !== 'NOASSERTION' && text !== 'NONE');
  return text ? [text] : [];
}

/** As our own writer escapes them: `\\n`, `\\r`, `\\e` for `=`, `\\\\`. */
function annotationsOf(one: Json): SbomProperty[] {
  const comments = arrayOf(one['annotations']).flatMap(
    (annotation) => stringOf(recordOf(annotation)['comment']) ?? [],
  );
  const lines = comments.flatMap((comment) => comment.split('\n'));
  return lines.flatMap((line): SbomProperty[] => {
    const equals = line.indexOf('=');
    if (!line.startsWith('drydock:') || equals === -1) return [];
    return [[unescape(line.slice(0, equals)), unescape(line.slice(equals + 1))]];
  });
}

const ESCAPED: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['e', '='],
]);

function unescape(text: string): string {
  return text.replaceAll(/\\(.)/g, (_, letter: string) => ESCAPED.get(letter) ?? letter);
}

function identifierOf(element: Json): string | undefined {
  const identifiers = arrayOf(element['externalIdentifier']).map(recordOf);
  const purl = identifiers.find((one) => one['externalIdentifierType'] === 'packageUrl');
  return stringOf(purl?.['identifier']);
}
