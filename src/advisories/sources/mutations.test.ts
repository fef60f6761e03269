import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { mutated, mutatedDocument, mutationTest, outcomeOfResult } from '../../mutated.contract.ts';
import { createRater } from '../severity.ts';
import { parseAlpineSecdb } from './alpine-secdb.ts';
import { parseCve } from './cve.ts';
import { parseDebianTracker } from './debian-tracker.ts';
import { parseEndOfLife } from './endoflife.ts';
import { parseEpss } from './epss.ts';
import { parseKev } from './kev.ts';
import { parseNodejsCore } from './nodejs-core.ts';
import { parseNvd } from './nvd.ts';
import { parseOsv } from './osv.ts';
import { parsePhoton } from './photon.ts';
import { parseRedHatVex } from './red-hat-vex.ts';

type Parse = (bytes: Uint8Array) => { readonly ok: boolean };

const rate = createRater();

const OSV = {
  id: 'GHSA-aaaa-bbbb-cccc',
  modified: '2024-01-01T00:00:00Z',
  aliases: ['CVE-2024-1234'],
  upstream: ['CVE-2024-1234'],
  severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
  affected: [
    {
      package: { ecosystem: 'npm', name: 'lodash' },
      ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '4.17.21' }] }],
      versions: ['4.17.20'],
      ecosystem_specific: { urgency: 'high', imports: [{ path: 'x', goos: ['linux'] }] },
    },
  ],
  references: [{ type: 'WEB', url: 'https://example.com' }],
};
const METRICS = [
  { cvssV3_1: { vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', baseScore: 9.8 } },
];
const CVE = {
  dataType: 'CVE_RECORD',
  cveMetadata: { cveId: 'CVE-2024-1234', state: 'PUBLISHED' },
  containers: {
    cna: {
      affected: [{ product: 'x', versions: [{ version: '1', lessThan: '2' }] }],
      metrics: METRICS,
    },
    adp: [{ title: 'CISA ADP Vulnrichment', metrics: METRICS }],
  },
};
const NVD = {
  cve: {
    id: 'CVE-2024-1234',
    vulnStatus: 'Analyzed',
    lastModified: '2025-04-03T01:03:51.193',
    metrics: { cvssMetricV31: [{ source: 'nvd@nist.gov', cvssData: METRICS[0]?.cvssV3_1 }] },
    weaknesses: [{ source: 'nvd@nist.gov', description: [{ lang: 'en', value: 'CWE-79' }] }],
    configurations: [
      {
        operator: 'OR',
        nodes: [
          {
            negate: false,
            cpeMatch: [
              {
                vulnerable: true,
                criteria: 'cpe:2.3:a:openssl:openssl:*:*:*:*:*:*:*:*',
                versionEndExcluding: '3.0.5',
              },
            ],
          },
        ],
      },
    ],
  },
};
const NODEJS = {
  1: {
    cve: ['CVE-2017-1000381'],
    vulnerable: '8.x || 0.10.x || >=6.0.0 <6.2.0',
    patched: '^8.1.4 || >= 10.9.0',
    affectedEnvironments: ['all'],
    severity: 'high',
  },
};
const TRACKER = {
  openssl: {
    'CVE-2024-1234': {
      releases: {
        bookworm: { status: 'resolved', fixed_version: '3.0.1-1', urgency: 'high', nodsa: 'x' },
      },
    },
  },
};
const SECDB = {
  distroversion: 'v3.20',
  packages: [
    {
      pkg: {
        name: 'openssl',
        secfixes: { '3.0.1-r0': ['CVE-2024-1234 XSA-1'], 0: ['CVE-2024-2345'] },
      },
    },
  ],
};
const PHOTON = [
  {
    cve_id: 'CVE-2024-1234',
    pkg: 'curl',
    cve_score: 7.5,
    aff_ver: 'all versions before 8.16.0-1.ph5 are vulnerable',
    res_ver: '8.16.0-1.ph5',
    status: 'Fixed',
  },
];
const KEV = {
  vulnerabilities: [{ cveID: 'CVE-2024-1234', dateAdded: '2024-01-01', dueDate: 'x' }],
};
const CYCLES = [{ cycle: '12', eol: '2028-06-30', support: false, releaseDate: '2023-06-10' }];

const VEX = {
  document: {
    title: 'x: y',
    aggregate_severity: { text: 'Low' },
    tracking: { id: 'CVE-2024-1234', current_release_date: '2024-01-01T00:00:00+00:00' },
  },
  product_tree: {
    branches: [
      {
        branches: [
          {
            product: {
              product_id: 'rhel',
              product_identification_helper: { cpe: 'cpe:/o:redhat:enterprise_linux:9::baseos' },
            },
          },
        ],
      },
      {
        product: {
          product_id: 'a',
          product_identification_helper: {
            purl: 'pkg:rpm/redhat/a@1-2.el9?arch=x86_64&epoch=1&rpmmod=b:1:2:3',
          },
        },
      },
    ],
    relationships: [
      {
        full_product_name: { product_id: 'rhel:a' },
        product_reference: 'a',
        relates_to_product_reference: 'rhel',
      },
    ],
  },
  vulnerabilities: [
    {
      cve: 'CVE-2024-1234',
      cwe: { id: 'CWE-79' },
      product_status: { fixed: ['rhel:a'], known_affected: ['rhel:a'] },
      remediations: [
        { category: 'no_fix_planned', details: 'Will not fix', product_ids: ['rhel:a'] },
      ],
      threats: [{ category: 'impact', details: 'Important', product_ids: ['rhel:a'] }],
    },
  ],
};

const SAMPLES: readonly (readonly [string, string, Parse])[] = [
  ['osv', JSON.stringify(OSV), (bytes) => parseOsv(bytes, 'x', rate)],
  ['cve', JSON.stringify(CVE), (bytes) => parseCve(bytes, 'x', rate)],
  ['nvd', JSON.stringify(NVD), (bytes) => parseNvd(bytes, 'x', rate)],
  ['nodejs-core', JSON.stringify(NODEJS), (bytes) => parseNodejsCore(bytes, 'x')],
  ['debian-tracker', JSON.stringify(TRACKER), (bytes) => parseDebianTracker(bytes, 'x')],
  ['alpine-secdb', JSON.stringify(SECDB), (bytes) => parseAlpineSecdb(bytes, 'v3.20', 'x')],
  ['photon', JSON.stringify(PHOTON), (bytes) => parsePhoton(bytes, '5.0', 'x')],
  ['redhat-vex', JSON.stringify(VEX), (bytes) => parseRedHatVex(bytes, 'x', rate)],
  ['kev', JSON.stringify(KEV), (bytes) => parseKev(bytes, 'x')],
  ['endoflife', JSON.stringify(CYCLES), (bytes) => parseEndOfLife(bytes, 'debian', 'x')],
];

for (const [name, sample, parse] of SAMPLES) {
  mutationTest(
    `records of ${name}`,
    (random) => mutatedDocument([sample], random),
    (bytes) => outcomeOfResult(parse(bytes)),
  );
}

const SCORES = Buffer.from(
  '#model_version:v2025,score_date:2025-01-01\ncve,epss,percentile\nCVE-2024-1234,0.1,0.9\n',
);
const PACKED = gzipSync(SCORES);

mutationTest(
  'scores of epss',
  (random) => (random() % 2 === 0 ? mutated(SCORES, random) : mutated(PACKED, random)),
  (bytes) => outcomeOfResult(parseEpss(bytes, 'x')),
);

test('no source throws for JSON of another shape', () => {
  const keys = ['id', 'modified', 'affected', 'packages', 'pkg', 'secfixes', 'vulnerabilities'];
  const { any } = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.jsonValue(),
      fc.dictionary(fc.constantFrom(...keys), tie('any'), { maxKeys: 5 }),
      fc.array(tie('any'), { maxLength: 3 }),
    ),
  }));
  for (const [name, , parse] of SAMPLES) {
    fc.assert(
      fc.property(any, (document) => {
        assert.doesNotThrow(() => parse(Buffer.from(JSON.stringify(document) ?? '')), name);
      }),
      { numRuns: 150, seed: 11 },
    );
  }
});
