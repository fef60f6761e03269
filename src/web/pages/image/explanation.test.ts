import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidenceText, rangeText } from './evidence.ts';
import { askedId, judgementText, reasonText } from './explanation.ts';
import { splitInstruction } from './instruction.ts';

test('an id in the search is asked for as its publisher writes it, and anything else is a search', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['CVE-2021-23337', 'CVE-2021-23337'],
    [' cve-2021-23337 ', 'CVE-2021-23337'],
    ['why not cve-2021-44228', 'CVE-2021-44228'],
    ['ghsa-35JH-r3h4-6jhm', 'GHSA-35jh-r3h4-6jhm'],
    ['DEBIAN-CVE-2024-1', 'DEBIAN-CVE-2024-1'],
    ['openssl', undefined],
    ['log4j-core', undefined],
    ['python-3.11', undefined],
    ['why not BIT-node-2024-1', 'BIT-node-2024-1'],
    ['CVE-2021', undefined],
    ['', undefined],
  ];
  for (const [search, id] of cases) assert.equal(askedId(search), id, search);
});

test('ranges read as a person compares: from, up to, or any', () => {
  assert.equal(
    rangeText([
      { kind: 'introduced', version: '0' },
      { kind: 'fixed', version: '4.17.21' },
    ]),
    '< 4.17.21',
  );
  assert.equal(
    rangeText([
      { kind: 'introduced', version: '3.0.0' },
      { kind: 'lastAffected', version: '3.0.6' },
      { kind: 'introduced', version: '4.0.0' },
    ]),
    '≥ 3.0.0, ≤ 3.0.6 or ≥ 4.0.0',
  );
  assert.equal(rangeText([{ kind: 'introduced', version: '0' }]), 'all versions');
});

test('evidence says what was compared with what, and how', () => {
  const evidence = {
    advisory: 'GHSA-35jh-r3h4-6jhm',
    source: 'osv',
    namespace: 'npm',
    name: 'lodash',
    comparedVersion: '4.17.15',
    comparedAs: 'package',
    scheme: 'semver',
    decidedBy: { kind: 'range', events: [{ kind: 'fixed', version: '4.17.21' }] },
  } as const;
  assert.equal(evidenceText(evidence), 'lodash 4.17.15 is in < 4.17.21, compared as semver');
  assert.equal(
    evidenceText({
      ...evidence,
      comparedAs: 'source',
      decidedBy: { kind: 'listed', version: '4.17.15' },
    }),
    'lodash 4.17.15 (its source package) is listed as affected',
  );
});

test('a package is spared for a reason that can be checked', () => {
  const judgement = {
    verdict: 'not affected',
    because: 'outside',
    advisory: 'A-1',
    source: 'osv',
    namespace: 'npm',
    name: 'lodash',
    comparedVersion: '4.17.21',
    ranges: [[{ kind: 'fixed', version: '4.17.21' }]],
  } as const;
  assert.equal(judgementText(judgement), 'lodash 4.17.21 is outside < 4.17.21');
  assert.equal(
    judgementText({ ...judgement, because: 'vendor' }),
    'lodash 4.17.21 is not affected, its vendor says',
  );
  assert.equal(
    judgementText({ ...judgement, verdict: 'not comparable', unreadable: ['x'] }),
    'lodash 4.17.21 could not be compared: x is no version',
  );
  const packages = Array.from({ length: 10 }, (_, at) => `p${at}`);
  assert.equal(
    reasonText({ kind: 'not in the image', packages }),
    'It is about packages that are not in the image: p0, p1, p2, p3, p4, p5, p6, p7 and 2 more.',
  );
});

test('history lines lose what builders write around them, and show their keyword', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['/bin/sh -c #(nop)  CMD ["bash"]', 'CMD', '["bash"]'],
    ['RUN /bin/sh -c npm ci # buildkit', 'RUN', 'npm ci'],
    [
      '/bin/sh -c apt-get update &&     apt-get install',
      'RUN',
      'apt-get update && apt-get install',
    ],
    ['RUN |1 V=2 /bin/sh -c make # buildkit', 'RUN', 'make'],
    ['COPY . . # buildkit', 'COPY', '. .'],
    ['# debian.sh --arch amd64', '', '# debian.sh --arch amd64'],
  ];
  for (const [line, keyword, rest] of cases)
    assert.deepEqual(splitInstruction(line), [keyword, rest]);
});
