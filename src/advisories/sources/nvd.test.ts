import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRater } from '../severity.ts';
import { parseNvd } from './nvd.ts';

const V31 = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
const CNA_V31 = 'CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L';

/** Records typed by hand after https://nvd.nist.gov/developers/vulnerabilities. */
function parsed(more: object) {
  const cve = {
    id: 'CVE-2022-1000',
    vulnStatus: 'Analyzed',
    lastModified: '2025-04-03T01:03:51.193',
  };
  const text = JSON.stringify({ cve: { ...cve, ...more } });
  const result = parseNvd(Buffer.from(text), 'nvd#0', createRater());
  assert.ok(result.ok);
  return result.value;
}

function metric(source: string, vectorString: string): object {
  return { source, cvssData: { vectorString } };
}

test("NVD's own newest rating and weaknesses count, not those that it passes on", () => {
  const { context, updatedAt } = parsed({
    metrics: {
      cvssMetricV2: [metric('nvd@nist.gov', 'AV:N/AC:L/Au:N/C:C/I:C/A:C')],
      cvssMetricV31: [metric('security@example.com', CNA_V31), metric('nvd@nist.gov', V31)],
    },
    weaknesses: [
      { source: 'nvd@nist.gov', description: [{ value: 'CWE-79' }, { value: 'NVD-CWE-Other' }] },
      { source: 'security@example.com', description: [{ value: 'CWE-20' }] },
    ],
  });
  assert.deepEqual(
    context?.severities.map(({ source, score, vector }) => [source, score, vector]),
    [['NVD', 9.8, V31]],
  );
  assert.deepEqual([context?.weaknesses, updatedAt], [['CWE-79'], '2025-04-03T01:03:51Z']);
});

test('a record that NVD has not looked at says nothing; a rejected one says that', () => {
  assert.equal(parsed({ vulnStatus: 'Awaiting Analysis' }).context, undefined);
  const configurations = [{ nodes: [nodeOf(match('*', { versionEndExcluding: '3.0.5' }))] }];
  const rejected = parsed({ vulnStatus: 'Rejected', configurations });
  assert.equal(rejected.context?.isRejected, true);
  assert.equal(rejected.advisory, undefined);
});

function match(version: string, bounds: object = {}, system = '*'): object {
  const criteria = `cpe:2.3:a:openssl:openssl:${version}:*:*:*:${system}:*:*`;
  return { vulnerable: true, criteria, ...bounds };
}

function nodeOf(...cpeMatch: object[]): object {
  return { operator: 'OR', negate: false, cpeMatch };
}

/** Ranges and versions of openssl as configurations have them: `0 < 3.0.5`. */
function affectedBy(...configurations: object[]): string[] {
  const { advisory } = parsed({ configurations });
  return (advisory?.affected ?? []).flatMap(({ name, ranges, versions, status }) => [
    `${name} ${status}`,
    ...ranges.map((events) => events.map(({ kind, version }) => `${kind} ${version}`).join(' ')),
    ...versions,
  ]);
}

test('criteria on curated products become ranges and versions', () => {
  assert.deepEqual(
    affectedBy({
      nodes: [
        nodeOf(
          match('*:*', { versionStartIncluding: '3.0.0', versionEndExcluding: '3.0.5' }),
          match('*:*', { versionEndIncluding: '1.1.1p' }),
          match('1.0.2:-'),
          match('1.1.0:pre1'),
          { vulnerable: true, criteria: 'cpe:2.3:a:someone:unknown:1:*:*:*:*:*:*:*' },
        ),
      ],
    }),
    [
      'openssl:openssl fix_available',
      'introduced 3.0.0 fixed 3.0.5',
      'introduced 0 lastAffected 1.1.1p',
      '1.0.2',
      '1.1.0-pre1',
    ],
  );
});

test('what asks for another system or program, has no bound, or is not vulnerable, says nothing', () => {
  const bounds = { versionEndExcluding: '3.0.5' };
  const own = nodeOf(match('*:*', bounds));
  const beside = (criteria: string) => nodeOf({ vulnerable: false, criteria });
  const and = (...nodes: object[]) => affectedBy({ operator: 'AND', nodes });
  assert.deepEqual(and(own, beside('cpe:2.3:o:microsoft:windows:-:*:*:*:*:*:*:*')), []);
  assert.deepEqual(and(own, beside('cpe:2.3:a:apache:http_server:-:*:*:*:*:*:*:*')), []);
  assert.deepEqual(and(own, nodeOf(match('1.0:*'))), []);
  assert.equal(and(own, beside('cpe:2.3:o:linux:linux_kernel:-:*:*:*:*:*:*:*')).length, 2);
  assert.deepEqual(affectedBy({ negate: true, nodes: [own] }), []);
  assert.deepEqual(
    affectedBy({ nodes: [nodeOf({ ...match('*:*', bounds), vulnerable: false })] }),
    [],
  );
  assert.deepEqual(affectedBy({ nodes: [nodeOf(match('*:*'), match('-:*'))] }), []);
  const plugin = match('*:*', bounds, 'wordpress');
  assert.deepEqual(affectedBy({ nodes: [nodeOf(plugin)] }), []);
});
