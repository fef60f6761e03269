import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { arrayOf, recordOf } from '../../base/index.ts';
import {
  emptyReport,
  HOSTILE_TEXTS,
  hostileReport,
  typicalReport,
} from '../sample-reports.contract.ts';
import { toCyclonedx } from './cyclonedx.ts';

const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);

test('a CycloneDX document is valid by the official schema, with and without vulnerabilities', async () => {
  for (const report of [typicalReport(), emptyReport(), ...HOSTILE_TEXTS.map(hostileReport)]) {
    for (const withVulnerabilities of [true, false]) {
      const text = toCyclonedx(report, { withVulnerabilities, toolVersion: '1.0.0' });
      assert.equal(await validator.validate(text), null);
    }
  }
});

test('the same report gives the same bytes, another one another serial number', () => {
  const options = { withVulnerabilities: true, toolVersion: '1.0.0' };
  const once = toCyclonedx(typicalReport(), options);
  assert.equal(toCyclonedx(typicalReport(), options), once);
  const serial = /urn:uuid:[\da-f-]{36}/.exec(once)?.[0];
  assert.ok(serial);
  assert.ok(!toCyclonedx(emptyReport(), options).includes(serial));
});

test('components have unlike references, licences as the schema takes them, and a type', () => {
  const bom = read(true);
  const components = arrayOf(bom['components']).map(recordOf);
  const references = components.map((component) => component['bom-ref']);
  assert.equal(new Set(references).size, components.length);
  assert.deepEqual(
    components.map(({ type, name, version, licenses }) => [type, name, version, licenses]),
    [
      ['operating-system', 'debian', '12', undefined],
      [
        'library',
        'libssl3',
        '3.0.11-1~deb12u1',
        [{ license: { name: 'Apache-2.0' } }, { license: { name: 'Some prose, nobody knows' } }],
      ],
      ['library', 'lodash', '4.17.15', [{ license: { id: 'MIT', acknowledgement: 'declared' } }]],
      [
        'library',
        '@scope/tool',
        '1.0.0',
        [{ expression: 'MIT OR Apache-2.0', acknowledgement: 'declared' }],
      ],
      ['application', 'example.com/app', undefined, undefined],
    ],
  );
});

test('a vulnerability of two packages is one, with both and what fixes each', () => {
  const report = typicalReport();
  const [first, second] = report.findings;
  assert.ok(first && second);
  const findings = [first, { ...second, id: first.id }];
  const [only, ...others] = vulnerabilitiesOf({ ...report, findings });
  assert.deepEqual(others, []);
  assert.deepEqual(only?.['affects'], [{ ref: 'package-0' }, { ref: 'package-1' }]);
  assert.equal(
    only?.['recommendation'],
    'Upgrade libssl3 to 3.0.13-1~deb12u1; Upgrade lodash to 4.17.21',
  );
  assert.deepEqual(only?.['cwes'], [787]);
});

test('what is hidden from totals says so', () => {
  const hidden = vulnerabilitiesOf(typicalReport()).filter((one) => one['properties']);
  assert.deepEqual(
    hidden.map(({ id, properties }) => [id, properties]),
    [['CVE-2025-0002', [{ name: 'drydock:hidden', value: 'unimportant' }]]],
  );
});

test('what a VEX document says is an analysis, of the packages that it says it of', async () => {
  const report = typicalReport();
  const findings = report.findings.map((finding) => ({
    ...finding,
    ...(finding.id === 'CVE-2021-23337' && {
      vex: [
        {
          status: 'not_affected' as const,
          justification: 'vulnerable_code_not_in_execute_path',
          note: 'not called',
          document: 'a.json',
        },
      ],
    }),
  }));
  const options = { withVulnerabilities: true, toolVersion: '1.0.0' };
  const text = toCyclonedx({ ...report, findings }, options);
  assert.equal(await validator.validate(text), null);
  const document: unknown = JSON.parse(text);
  const vulnerabilities = arrayOf(recordOf(document)['vulnerabilities']).map(recordOf);
  const said = vulnerabilities.find(({ id }) => id === 'CVE-2021-23337');
  assert.deepEqual(said?.['analysis'], {
    state: 'not_affected',
    justification: 'code_not_reachable',
    detail: 'not called',
  });
  assert.equal(vulnerabilities.filter(({ analysis }) => analysis !== undefined).length, 1);
});

test('a date that no calendar has gives way to the snapshot’s', () => {
  const image = { ...typicalReport().image };
  const cases: readonly (readonly [string, string])[] = [
    ['2026-01-30T08:15:00.123456789Z', '2026-01-30T08:15:00Z'],
    ['0001-01-01T00:00:00Z', '2026-01-31T11:50:00Z'],
    ['+275760-01-01T00:00:00Z', '2026-01-31T11:50:00Z'],
    ['yesterday', '2026-01-31T11:50:00Z'],
  ];
  for (const [created, expected] of cases) {
    const bom = read(false, typicalReport({ image: { ...image, created } }));
    assert.equal(recordOf(bom['metadata'])['timestamp'], expected);
  }
});

function vulnerabilitiesOf(report: ReturnType<typeof typicalReport>): Record<string, unknown>[] {
  return arrayOf(read(true, report)['vulnerabilities']).map((one) => ({ ...recordOf(one) }));
}

function read(withVulnerabilities: boolean, report = typicalReport()): Record<string, unknown> {
  const bom: unknown = JSON.parse(
    toCyclonedx(report, { withVulnerabilities, toolVersion: '1.0.0' }),
  );
  return { ...recordOf(bom) };
}
