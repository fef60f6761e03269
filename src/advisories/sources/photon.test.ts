import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePhoton } from './photon.ts';

/** Rows typed by hand after https://packages.broadcom.com/photon/photon_cve_metadata/. */
function parsed(...rows: readonly unknown[]) {
  const result = parsePhoton(Buffer.from(JSON.stringify(rows)), '5.0', 'photon5.0.json');
  assert.ok(result.ok);
  return result.value;
}

test('packages of one vulnerability are one advisory; NA with no word that spares it is unfixed', () => {
  const { advisories, skipped } = parsed(
    { cve_id: 'CVE-2025-1', pkg: 'curl', cve_score: 7.5, res_ver: '8.16.0-1.ph5', status: 'Fixed' },
    { cve_id: 'CVE-2025-1', pkg: 'curl-libs', cve_score: 0, res_ver: 'NA', status: 'Not Affected' },
    { cve_id: 'CVE-2025-1', pkg: 'cmake', cve_score: 'x', res_ver: 'NA', status: 'Not Fixed' },
  );
  assert.deepEqual(skipped, []);
  assert.deepEqual(
    advisories.map(({ id, upstream }) => [id, ...upstream]),
    [['PHOTON-CVE-2025-1', 'CVE-2025-1']],
  );
  const introduced = { kind: 'introduced', version: '0' };
  const severity = { source: 'Photon OS', severity: 'high', score: 7.5 };
  assert.deepEqual(
    advisories[0]?.affected.map(({ name, status, ranges, severity }) => ({
      name,
      status,
      ranges,
      severity,
    })),
    [
      {
        name: 'curl',
        status: 'fix_available',
        ranges: [[introduced, { kind: 'fixed', version: '8.16.0-1.ph5' }]],
        severity,
      },
      { name: 'curl-libs', status: 'not_affected', ranges: [], severity: undefined },
      { name: 'cmake', status: 'affected', ranges: [[introduced]], severity: undefined },
    ],
  );
});

test('what names no id or package is left out, and a list that is none is refused', () => {
  const { advisories, skipped } = parsed({ cve_id: 'Re', pkg: 'linux' }, { cve_id: 'CVE-1' }, 7);
  assert.deepEqual(advisories, []);
  assert.deepEqual(
    skipped.map(({ code, path }) => [code, path]),
    [0, 1, 2].map((index) => ['advisory.photon.bad-record', `photon5.0.json#${index}`]),
  );
  const refused = parsePhoton(Buffer.from('<html>'), '5.0', 'photon5.0.json');
  assert.ok(!refused.ok && refused.error.code === 'advisory.feed.malformed');
});
