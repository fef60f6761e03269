import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { Item } from '../model/index.ts';
import { sampleOf, seenBy, snapshotOf, WITH_SAMPLES } from './feed-snapshots.contract.ts';
import { matchItem } from './match-item.ts';

const V31 = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';

/** Packed as NVD packs a year. */
function yearOf(...records: readonly object[]): Buffer {
  const vulnerabilities = records.map((cve) => ({ cve }));
  return gzipSync(JSON.stringify({ format: 'NVD_CVE', version: '2.0', vulnerabilities }));
}

/** A record on openssl, typed by hand after https://nvd.nist.gov/developers/vulnerabilities. */
function recordOf(id: string, bounds: object): object {
  const criteria = 'cpe:2.3:a:openssl:openssl:*:*:*:*:*:*:*:*';
  return {
    id,
    vulnStatus: 'Analyzed',
    lastModified: '2025-04-03T01:03:51.193',
    metrics: { cvssMetricV31: [{ source: 'nvd@nist.gov', cvssData: { vectorString: V31 } }] },
    configurations: [{ nodes: [{ cpeMatch: [{ vulnerable: true, criteria, ...bounds }] }] }],
  };
}

function opensslItem(version: string): Item {
  const keys = [{ name: 'openssl:openssl', version, via: 'package' }] as const;
  return { ecosystem: 'generic', namespace: 'CVE', channels: [], keys, class: 'package' };
}

test("a program is matched by NVD's configurations: vulnerable, fixed, without a fix", async () => {
  const snapshot = await snapshotOf('nvd', {
    'nvd/nvdcve-2.0-2022.json.gz': yearOf(
      recordOf('CVE-2022-1000', { versionStartIncluding: '3.0.0', versionEndExcluding: '3.0.5' }),
      recordOf('CVE-2022-1001', { versionEndIncluding: '3.0.7' }),
    ),
  });
  const seen = (version: string) => [...seenBy(snapshot, opensslItem(version))].flat().join(' ');
  assert.equal(
    seen('3.0.4'),
    'CVE-2022-1000 fix_available 3.0.5, critical CVE-2022-1001 affected, critical',
  );
  assert.equal(seen('3.0.5'), 'CVE-2022-1001 affected, critical');
  assert.equal(seen('3.0.8'), '');
});

test('what the CVE record says of a product counts, and NVD only where it says nothing', async () => {
  const record = {
    cveMetadata: { cveId: 'CVE-2022-1000', state: 'PUBLISHED' },
    containers: {
      cna: {
        affected: [
          {
            vendor: 'OpenSSL',
            product: 'OpenSSL',
            versions: [{ version: '3.0.0', lessThan: '3.0.3', status: 'affected' }],
          },
        ],
      },
    },
  };
  const snapshot = await snapshotOf(['cve', 'nvd'], {
    'cve/vulnrichment.jsonl.zst': zstdCompressSync(JSON.stringify(record)),
    'nvd/nvdcve-2.0-2022.json.gz': yearOf(
      recordOf('CVE-2022-1000', { versionEndExcluding: '3.0.5' }),
      recordOf('CVE-2022-1001', { versionEndExcluding: '3.0.5' }),
    ),
  });
  const seen = (version: string) => [...seenBy(snapshot, opensslItem(version)).keys()].join(' ');
  assert.equal(seen('3.0.2'), 'CVE-2022-1000 CVE-2022-1001');
  assert.equal(seen('3.0.4'), 'CVE-2022-1001');
  const [finding] = matchItem(opensslItem('3.0.2'), snapshot).findings;
  assert.deepEqual(
    [finding?.fixedIn, finding?.rating?.source, finding?.rating?.score],
    ['3.0.3', 'NVD', 9.8],
  );
});

test("NVD's own samples, of its feeds and of its API", WITH_SAMPLES, async () => {
  const feed = sampleOf('nvd/feed/cve/v2/testdata/fixtures/nvdcve-2.0-2021.json.gz');
  const page = sampleOf('nvd/api/cve/testdata/fixtures/ssvc_affected/0-3.json');
  const names = ['nvd/nvdcve-2.0-2021.json.gz', 'nvd/nvdcve-2.0-2022.json.gz'];
  for (const [index, content] of [feed, gzipSync(page)].entries()) {
    const snapshot = await snapshotOf('nvd', { [names[index] ?? '']: content });
    const rating = snapshot.contextOf('CVE-2021-44228')?.severities[0];
    assert.deepEqual([rating?.source, rating?.score], ['NVD', 10]);
  }
});
