import { arrayOf, recordOf, stringOf } from '../../base/index.ts';
import type { SbomProperty } from '../../model/index.ts';
import type { Component, SbomDocument } from './component.ts';
import { trivySource } from './trivy.ts';

type Json = Readonly<Record<string, unknown>>;

/** What is no package: files, the image itself, the data of a machine-learning model. */
const NO_PACKAGES: ReadonlySet<string> = new Set(['file', 'container', 'operating-system', 'data']);

/**
 * CycloneDX JSON 1.2 to 1.7, with the properties that syft and trivy add.
 *
 * https://cyclonedx.org/docs/1.6/json/
 */
export function readCycloneDx(root: Json): SbomDocument {
  const metadata = recordOf(root['metadata']);
  const main = recordOf(metadata['component']);
  const all = flatten(arrayOf(root['components']));
  const system = all.find((component) => component['type'] === 'operating-system');
  return {
    kind: `cyclonedx ${stringOf(root['specVersion']) ?? ''}`.trim(),
    writtenBy: writtenBy(metadata['tools']),
    distro: system && distroOf(system),
    diffIds: propertiesOf(main)
      .filter(([name]) => name === 'aquasecurity:trivy:DiffID')
      .flatMap(([, value]) => value.split(',')),
    components: all
      .filter((component) => !NO_PACKAGES.has(stringOf(component['type']) ?? ''))
      .map(componentOf),
    properties: [...propertiesOf(metadata), ...propertiesOf(main), ...propertiesOf(root)],
  };
}

/** Components lie in components; parseJson has bounded how deep. */
function flatten(components: readonly unknown[]): Json[] {
  const flat: Json[] = [];
  const waiting = components.toReversed();
  while (waiting.length > 0) {
    const component = recordOf(waiting.pop());
    flat.push(component);
    waiting.push(...arrayOf(component['components']).toReversed());
  }
  return flat;
}

function componentOf(component: Json): Component {
  const properties = propertiesOf(component);
  const valueOf = (name: string): string | undefined =>
    properties.find(([key]) => key === name)?.[1];
  const paths = properties
    .filter(([name]) => /^syft:location:\d+:path$|^aquasecurity:trivy:FilePath$/.test(name))
    .map(([, value]) => value);
  const occurrences = arrayOf(recordOf(component['evidence'])['occurrences']);
  const places = occurrences.flatMap((one) => stringOf(recordOf(one)['location']) ?? []);
  const diffId = valueOf('syft:location:0:layerID') ?? valueOf('aquasecurity:trivy:LayerDiffID');
  const source = trivySource(valueOf) ?? syftSource(valueOf);
  const module =
    valueOf('aquasecurity:trivy:Modularitylabel') ?? valueOf('syft:metadata:modularityLabel');
  return {
    name: nameOf(component),
    version: stringOf(component['version']) ?? '',
    purl: stringOf(component['purl']),
    licenses: arrayOf(component['licenses']).flatMap(licenseOf),
    isDev: component['scope'] === 'excluded',
    locations: paths.length > 0 ? paths : places,
    ...(diffId && { diffId }),
    ...(source && { source }),
    ...(module && { module }),
    properties,
  };
}

function nameOf(component: Json): string {
  const group = stringOf(component['group']);
  const name = stringOf(component['name']) ?? '';
  return group ? `${group}/${name}` : name;
}

function syftSource(
  valueOf: (name: string) => string | undefined,
): { readonly name: string; readonly version: string } | undefined {
  const name = valueOf('syft:metadata:source') ?? valueOf('syft:metadata:originPackage');
  return name ? { name, version: valueOf('syft:metadata:sourceVersion') ?? '' } : undefined;
}

function licenseOf(value: unknown): string[] {
  const record = recordOf(value);
  const license = recordOf(record['license']);
  const text =
    stringOf(record['expression']) ?? stringOf(license['id']) ?? stringOf(license['name']);
  return text ? [text] : [];
}

function distroOf(system: Json): SbomDocument['distro'] {
  const properties = propertiesOf(system);
  const valueOf = (name: string): string | undefined =>
    properties.find(([key]) => key === name)?.[1];
  const id = valueOf('syft:distro:id') ?? stringOf(system['name']) ?? '';
  const versionId = valueOf('syft:distro:versionID') ?? stringOf(system['version']) ?? '';
  const codename = valueOf('syft:distro:versionCodename');
  const prettyName = valueOf('syft:distro:prettyName');
  return { id, versionId, ...(codename && { codename }), ...(prettyName && { prettyName }) };
}

/** An array of tools up to 1.4, an object of components since. */
function writtenBy(tools: unknown): string {
  const list = Array.isArray(tools) ? tools : arrayOf(recordOf(tools)['components']);
  const tool = recordOf(list[0]);
  return [stringOf(tool['name']), stringOf(tool['version'])].filter(Boolean).join(' ');
}

function propertiesOf(record: Json): SbomProperty[] {
  return arrayOf(record['properties']).flatMap((value) => {
    const { name, value: text } = recordOf(value);
    return typeof name === 'string' && typeof text === 'string' ? [[name, text] as const] : [];
  });
}
