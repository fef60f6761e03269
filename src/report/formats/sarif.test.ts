import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrayOf, recordOf } from '../../base/index.ts';
import { HOSTILE_TEXTS, hostileReport, typicalReport } from '../sample-reports.contract.ts';
import { toSarif } from './sarif.ts';

test('a result for each finding that counts, with its rule, level and place', () => {
  const { rules, results } = read(typicalReport());
  assert.deepEqual(
    results.map(({ ruleId, level }) => [ruleId, level]),
    [
      ['CVE-2026-1111/deb/libssl3', 'error'],
      ['CVE-2021-23337/npm/lodash', 'error'],
      ['CVE-2025-0001/deb/libssl3', 'warning'],
      ['GHSA-aaaa-bbbb-cccc/npm/@scope/tool', 'warning'],
      ['MAL-2026-1/npm/@scope/tool', 'error'],
      ['config/secret-in-environment', 'warning'],
      ['secret/npm-token', 'error'],
      ['secret/private-key', 'error'],
    ],
  );
  assert.equal(rules.length, results.length);
  assert.equal(uriOf(results[3]), 'app/node_modules/%40scope/tool/package.json');
});

test('a place is a relative reference, whatever the path', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['a.war!/WEB-INF/b.jar', 'a.war/WEB-INF/b.jar'],
    ['c:/x?y=1#z', 'c%3A/x%3Fy%3D1%23z'],
    ['//host/share', 'host/share'],
    ['a b/%20/[1]', 'a%20b/%2520/%5B1%5D'],
    ['lone\uD800', 'lone%EF%BF%BD'],
  ];
  for (const [path, uri] of cases) {
    const report = typicalReport();
    const packages = report.packages.map((found) => ({
      ...found,
      package: { ...found.package, locations: [path] },
    }));
    assert.equal(uriOf(read({ ...report, packages }).results[0]), uri);
  }
});

test('messages hold no links and no control characters', () => {
  for (const text of HOSTILE_TEXTS) {
    const { results } = read(hostileReport(text));
    const message = String(recordOf(recordOf(results[0])['message'])['text']);
    assert.doesNotMatch(message, /(?<!\\)[[\]]|\p{Cc}/u);
  }
});

type Json = Readonly<Record<string, unknown>>;

function read(report: ReturnType<typeof typicalReport>): { rules: Json[]; results: Json[] } {
  const log: unknown = JSON.parse(toSarif(report, '1.0.0'));
  const run = recordOf(arrayOf(recordOf(log)['runs'])[0]);
  const driver = recordOf(recordOf(run['tool'])['driver']);
  return {
    rules: arrayOf(driver['rules']).map(recordOf),
    results: arrayOf(run['results']).map(recordOf),
  };
}

function uriOf(result: Json | undefined): unknown {
  const location = recordOf(arrayOf(result?.['locations'])[0]);
  return recordOf(recordOf(location['physicalLocation'])['artifactLocation'])['uri'];
}
