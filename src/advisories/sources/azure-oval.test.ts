import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FailureError } from '../../base/index.ts';
import type { Advisory, Diagnostic } from '../../model/index.ts';
import { mutationTest, mutated } from '../../mutated.contract.ts';
import { XmlReader } from '../xml.ts';
import { ovalDocument } from './azure-oval.contract.ts';
import { azureOvalHandler } from './azure-oval.ts';

function told(text: string): { advisories: Advisory[]; skips: Diagnostic[] } {
  const advisories: Advisory[] = [];
  const skips: Diagnostic[] = [];
  const sink = {
    advisory: (advisory: Advisory) => void advisories.push(advisory),
    skip: (diagnostic: Diagnostic) => void skips.push(diagnostic),
  };
  const reader = new XmlReader(azureOvalHandler('3', sink, 'oval.xml'));
  reader.push(text);
  reader.end();
  return { advisories, skips };
}

const BASH = { cve: 'CVE-2024-1001', name: 'bash', less: '5.2-2.azl3' };

test('a definition is an advisory on one source package, with its date, words and severity', () => {
  const { advisories, skips } = told(ovalDocument([BASH]));
  assert.deepEqual(skips, []);
  const [advisory] = advisories;
  assert.deepEqual(
    [advisory?.id, advisory?.upstream, advisory?.modified, advisory?.details],
    ['AZL-100', ['CVE-2024-1001'], '2026-01-20T21:31:32Z', 'About CVE-2024-1001.'],
  );
  assert.deepEqual(advisory?.affected, [
    {
      ecosystem: 'rpm',
      namespace: 'Azure Linux:3',
      name: 'bash',
      ranges: [
        [
          { kind: 'introduced', version: '0' },
          { kind: 'fixed', version: '5.2-2.azl3' },
        ],
      ],
      versions: [],
      status: 'fix_available',
      severity: { source: 'Azure Linux', severity: 'high' },
      architectures: [],
    },
  ]);
});

test('what cannot be read soundly is left out and listed', () => {
  const text = ovalDocument([
    { ...BASH, cve: 'none' },
    { ...BASH, name: '' },
    { ...BASH, operation: 'pattern match' },
    BASH,
  ]);
  const broken = [text, text.replaceAll('operator="AND"', 'operator="OR"')].map(told);
  assert.deepEqual(
    broken.map(({ advisories, skips }) => [advisories.length, skips.length]),
    [
      [1, 3],
      [0, 4],
    ],
  );
  assert.deepEqual(
    [broken[0]?.skips[0]?.code, broken[0]?.skips[0]?.path],
    ['advisory.oval.bad-definition', 'oval.xml#oval:com.microsoft.azurelinux:def:100'],
  );
});

test('a file that is cut off tells nothing', () => {
  const text = ovalDocument([BASH]);
  assert.throws(() => told(text.slice(0, -30)));
});

const SAMPLE = Buffer.from(ovalDocument([BASH, { ...BASH, greater: '0.0.0.azl3' }]));

mutationTest(
  'definitions of Azure Linux',
  (random) => mutated(SAMPLE, random),
  (bytes) => {
    try {
      return told(Buffer.from(bytes).toString()).skips.length > 0 ? 'refused' : 'read';
    } catch (error) {
      assert.ok(error instanceof FailureError);
      return 'refused';
    }
  },
);
