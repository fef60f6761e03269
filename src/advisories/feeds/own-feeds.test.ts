import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { startLoopbackServer } from '../../base/loopback-server.contract.ts';
import { ovalDocument } from '../sources/azure-oval.contract.ts';
import { updateFeeds } from '../update.ts';
import { feedsFor } from './catalog.ts';
import { httpTransport } from './http-transport.ts';
import { temporaryFolder } from './mirror.contract.ts';

const CLOCK = { now: () => Date.parse('2026-02-03T04:05:06Z') };

const SECDB = { packages: [{ pkg: { name: 'bash', secfixes: { '5-r1': ['CVE-2024-1001'] } } }] };
const BASH = { cve: 'CVE-2024-1001', name: 'bash', less: '5.2-2.azl3' };

interface Published {
  readonly feed: string;
  readonly namespace?: string;
  readonly path: string;
  readonly url: string;
  readonly content: Buffer;
}

/** Feeds of one file: whose namespace they are, where it lies on a mirror, and at its publisher. */
const PUBLISHED: readonly Published[] = [
  {
    feed: 'chainguard-secdb',
    namespace: 'Chainguard',
    path: '/chainguard/security.json',
    url: 'https://packages.cgr.dev/chainguard/security.json',
    content: Buffer.from(JSON.stringify(SECDB)),
  },
  {
    feed: 'photon/5.0',
    namespace: 'Photon OS:5.0',
    path: '/photon/photon_cve_metadata/cve_data_photon5.0.json',
    url: 'https://packages.broadcom.com/photon/photon_cve_metadata/cve_data_photon5.0.json',
    content: Buffer.from('[{"cve_id":"CVE-2024-1001","pkg":"bash","res_ver":"5.2-2.ph5"}]'),
  },
  {
    feed: 'azurelinux-oval/3',
    namespace: 'Azure Linux:3',
    path: '/azurelinux/azurelinux-3.0-oval.xml',
    url: 'https://raw.githubusercontent.com/microsoft/AzureLinuxVulnerabilityData/main/azurelinux-3.0-oval.xml',
    content: Buffer.from(ovalDocument([BASH])),
  },
  {
    feed: 'azurelinux-oval/2',
    namespace: 'Azure Linux:2',
    path: '/azurelinux/cbl-mariner-2.0-oval.xml',
    url: 'https://raw.githubusercontent.com/microsoft/AzureLinuxVulnerabilityData/main/cbl-mariner-2.0-oval.xml',
    content: Buffer.from(ovalDocument([BASH])),
  },
  {
    feed: 'nodejs-core',
    namespace: 'Node.js',
    path: '/nodejs-core/index.json',
    url: 'https://raw.githubusercontent.com/nodejs/security-wg/main/vuln/core/index.json',
    content: Buffer.from('{"1":{"cve":["CVE-2024-1001"],"vulnerable":"8.x"}}'),
  },
  {
    feed: 'nvd',
    path: '/nvd/nvdcve-2.0-2024.json.gz',
    url: 'https://nvd.nist.gov/feeds/json/cve/2.0/nvdcve-2.0-2024.json.gz',
    content: gzipSync(
      '{"vulnerabilities":[{"cve":{"id":"CVE-2024-1001","vulnStatus":"Rejected"}}]}',
    ),
  },
];

for (const { feed, namespace, path, url, content } of PUBLISHED) {
  test(`${feed} is fetched from its publisher and from mirrors, and again only if it changed`, async () => {
    if (namespace !== undefined) assert.deepEqual(feedsFor(namespace), [feed]);
    const answers: number[] = [];
    const server = await startLoopbackServer((request, response) => {
      const isThere = request.url === path;
      const isSame = request.headers['if-none-match'] === '"1"';
      const status = isThere ? (isSame ? 304 : 200) : 404;
      if (isThere) answers.push(status);
      response.writeHead(status, { etag: '"1"' });
      response.end(status === 200 ? content : undefined);
    });
    // The only thing that is not real: which machine answers for the publisher's address.
    const fetch: typeof globalThis.fetch = (input, options) =>
      globalThis.fetch(`http://${server.host}${input === url ? path : '/absent'}`, options);
    try {
      for (const transport of [
        httpTransport({ fetch }),
        httpTransport({ mirror: `http://${server.host}` }),
      ]) {
        const folder = temporaryFolder();
        const update = () => updateFeeds({ folder, feeds: [feed], transport, clock: CLOCK });
        const [first, second] = [await update(), await update()];
        assert.ok(first.ok && second.ok);
        assert.deepEqual(first.value.outcomes, [{ kind: 'updated', feed, records: 1, skipped: 0 }]);
        assert.deepEqual(second.value.outcomes, [{ kind: 'unchanged', feed }]);
      }
      assert.deepEqual(answers, [200, 304, 200, 304]);
    } finally {
      server.stop();
    }
  });
}
