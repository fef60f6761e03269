import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrayOf, recordOf } from '../../base/index.ts';
import type { Report } from '../report.ts';
import { HOSTILE_TEXTS, hostileReport, typicalReport } from '../sample-reports.contract.ts';
import { toGitlab } from './gitlab.ts';

/** What version 15.0.4 of the schema demands of a vulnerability, beside the types of its fields. */
const SEVERITIES = ['Info', 'Unknown', 'Low', 'Medium', 'High', 'Critical'];

test('a vulnerability for each finding that counts, known by the same id whatever its version', () => {
  const report = typicalReport();
  const [first, ...others] = read(report).vulnerabilities;
  assert.equal(others.length, 4);
  assert.deepEqual(
    { ...first, id: undefined, links: undefined },
    {
      id: undefined,
      name: 'CVE-2026-1111',
      description: 'CVE-2026-1111 in libssl3 3.0.11-1\\~deb12u1',
      severity: 'Critical',
      solution: 'Upgrade libssl3 to 3.0.13-1\\~deb12u1.',
      identifiers: ['CVE-2026-1111', 'GHSA-cve-2026-1111', 'DSA-5999-1'].map(identifierOf),
      links: undefined,
      location: {
        dependency: { package: { name: 'libssl3' }, version: '3.0.11-1~deb12u1' },
        operating_system: 'Debian GNU/Linux 12 (bookworm)',
        image: 'acme/shop:1.4',
      },
    },
  );
  const packages = report.packages.map((found) => ({
    ...found,
    package: { ...found.package, version: '9' },
  }));
  assert.equal(read({ ...report, packages }).vulnerabilities[0]?.['id'], first?.['id']);
});

test('hostile texts stay within what the schema takes', () => {
  for (const text of HOSTILE_TEXTS) {
    const { scan, vulnerabilities } = read(hostileReport(text));
    assert.match(String(scan['start_time']), /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/);
    for (const { name, severity, identifiers, location } of vulnerabilities) {
      assert.ok(String(name).length <= 255);
      assert.ok(SEVERITIES.includes(String(severity)));
      for (const { type, value, url } of arrayOf(identifiers).map(recordOf)) {
        assert.ok(type !== '' && value !== '');
        assert.match(String(url), /^https:\/\/\S+$/);
      }
      const { operating_system: system, image } = recordOf(location);
      assert.ok(system !== '' && image !== '');
    }
  }
});

function identifierOf(id: string): object {
  const [kind = ''] = id.split('-');
  const url = {
    CVE: `https://www.cve.org/CVERecord?id=${id}`,
    GHSA: `https://github.com/advisories/${id}`,
    DSA: `https://osv.dev/vulnerability/${id}`,
  }[kind];
  return { type: kind.toLowerCase(), name: id, value: id, url };
}

type Json = Readonly<Record<string, unknown>>;

function read(report: Report): { readonly scan: Json; readonly vulnerabilities: readonly Json[] } {
  const document: unknown = JSON.parse(toGitlab(report, '1.0.0'));
  const { scan, vulnerabilities } = recordOf(document);
  return { scan: recordOf(scan), vulnerabilities: arrayOf(vulnerabilities).map(recordOf) };
}
