import type { VexDocument } from './read-vex.ts';
import { readVex } from './read-vex.ts';

/** A VEX document out of an object, as it would come from a file. */
export function documentOf(value: unknown): VexDocument {
  const read = readVex(Buffer.from(JSON.stringify(value)), 'a.json');
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

/** OpenVEX of one author with these statements. */
export function openVex(...statements: readonly object[]): object {
  return {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': 'https://acme.example/vex/1',
    author: 'Acme',
    timestamp: '2026-01-01T00:00:00Z',
    version: 1,
    statements,
  };
}

/** A CycloneDX document on one component of one image. */
export function cycloneDxVex(analysis: object, metadata: object = {}): object {
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79',
    metadata: { timestamp: '2026-01-01T00:00:00Z', authors: [{ name: 'Acme' }], ...metadata },
    components: [{ 'bom-ref': 'lodash', name: 'lodash', purl: 'pkg:npm/lodash@4.17.15' }],
    vulnerabilities: [{ id: 'CVE-2021-23337', analysis, affects: [{ ref: 'lodash' }] }],
  };
}

/** CSAF on one component of a platform. */
export function csafVex(platform: object, status: object, more: object = {}): object {
  return {
    document: {
      category: 'csaf_vex',
      csaf_version: '2.0',
      publisher: { category: 'vendor', name: 'Acme', namespace: 'https://acme.example' },
      tracking: { id: 'ACME-1', current_release_date: '2026-01-01T00:00:00Z' },
    },
    product_tree: {
      branches: [
        {
          category: 'vendor',
          name: 'Acme',
          branches: [
            {
              category: 'product_name',
              name: 'shop',
              product: {
                product_id: 'shop',
                name: 'shop',
                product_identification_helper: platform,
              },
            },
            {
              category: 'product_version',
              name: 'lodash',
              product: {
                product_id: 'lodash',
                name: 'lodash',
                product_identification_helper: { purl: 'pkg:npm/lodash' },
              },
            },
          ],
        },
      ],
      relationships: [
        {
          category: 'default_component_of',
          product_reference: 'lodash',
          relates_to_product_reference: 'shop',
          full_product_name: { product_id: 'shop:lodash', name: 'lodash in shop' },
        },
      ],
    },
    vulnerabilities: [{ cve: 'CVE-2021-23337', product_status: status, ...more }],
  };
}
