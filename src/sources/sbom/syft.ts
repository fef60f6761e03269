import { arrayOf, recordOf, stringOf } from '../../base/index.ts';
import type { Component, SbomDocument } from './component.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * syft's own JSON.
 *
 * https://github.com/anchore/syft/tree/main/schema/json
 */
export function readSyft(root: Json): SbomDocument {
  const distro = recordOf(root['distro']);
  const id = stringOf(distro['id']) ?? '';
  const codename = stringOf(distro['versionCodename']);
  const target = recordOf(recordOf(root['source'])['metadata']);
  const descriptor = recordOf(root['descriptor']);
  return {
    kind: 'syft',
    writtenBy: ['name', 'version']
      .map((key) => stringOf(descriptor[key]) ?? '')
      .join(' ')
      .trim(),
    distro: id
      ? { id, versionId: stringOf(distro['versionID']) ?? '', ...(codename && { codename }) }
      : undefined,
    diffIds: arrayOf(target['layers']).flatMap((one) => stringOf(recordOf(one)['digest']) ?? []),
    components: arrayOf(root['artifacts']).map((one) => componentOf(recordOf(one))),
    properties: [],
  };
}

function componentOf(artifact: Json): Component {
  const locations = arrayOf(artifact['locations']).map(recordOf);
  const metadata = recordOf(artifact['metadata']);
  const sourceName = stringOf(metadata['source']) || stringOf(metadata['originPackage']);
  const module = stringOf(metadata['modularityLabel']);
  const diffId = stringOf(locations[0]?.['layerID']);
  return {
    name: stringOf(artifact['name']) ?? '',
    version: stringOf(artifact['version']) ?? '',
    purl: stringOf(artifact['purl']),
    licenses: arrayOf(artifact['licenses']).flatMap(
      (one) => stringOf(one) ?? stringOf(recordOf(one)['value']) ?? [],
    ),
    isDev: false,
    locations: locations.flatMap((one) => stringOf(one['path']) ?? []),
    ...(diffId && { diffId }),
    ...(sourceName && {
      source: { name: sourceName, version: stringOf(metadata['sourceVersion']) ?? '' },
    }),
    ...(module && { module }),
    properties: [],
  };
}
