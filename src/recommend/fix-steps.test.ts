import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FixStep } from '../model/index.ts';
import { fixSteps } from './fix-steps.ts';
import { findingOf, rowOf } from './samples.contract.ts';

test("all of a distribution's packages are one step, each to the highest of its lowest fixes", () => {
  const packages = [
    rowOf('deb', 'curl', '7.88.1-10'),
    rowOf('deb', 'libcurl4', '7.88.1-10'),
    rowOf('deb', 'zlib1g', '1:1.2.13'),
  ];
  const [step, ...others] = fixSteps(packages, [
    findingOf('CVE-1', 0, '7.88.1-10+deb12u9'),
    findingOf('CVE-2', 0, '7.88.1-10+deb12u10'),
    findingOf('CVE-1', 1, '7.88.1-10+deb12u9'),
    findingOf('CVE-3', 2),
  ]);
  assert.deepEqual(others, []);
  assert.deepEqual(step?.changes, [
    { name: 'curl', from: '7.88.1-10', to: '7.88.1-10+deb12u10' },
    { name: 'libcurl4', from: '7.88.1-10', to: '7.88.1-10+deb12u9' },
  ]);
  assert.equal(step?.command, 'apt-get update && apt-get install -y --only-upgrade curl libcurl4');
  assert.equal(step?.isBreaking, false);
  assert.equal(step?.place, undefined);
});

test('a library is a step for each place that it is installed in', () => {
  const packages = [at('app'), at('srv/api'), at('app')];
  const steps = fixSteps(
    packages,
    packages.map((_, index) => findingOf('CVE-1', index, '4.17.21')),
  );
  assert.deepEqual(
    steps.map(({ place, command }) => [place, command]),
    [
      ['app', 'npm install lodash@4.17.21'],
      ['srv/api', 'npm install lodash@4.17.21'],
    ],
  );
});

test('what a package of the distribution brought is no step of its own', () => {
  const packages = [
    { ...at('usr/share/nodejs'), ownedBy: 1 },
    rowOf('deb', 'node-lodash', '4.17.4'),
  ];
  assert.deepEqual(fixSteps(packages, [findingOf('CVE-1', 0, '4.17.21')]), []);
});

test('each vulnerability counts once, at its worst; hidden and unfixed ones do not', () => {
  const packages = [rowOf('deb', 'a', '1'), rowOf('deb', 'b', '1')];
  const kev = { addedAt: '2024-01-01', usedByRansomware: false };
  const context = { kev, severities: [], weaknesses: [], isRejected: false };
  const [step] = fixSteps(packages, [
    findingOf('CVE-1', 0, '2', { severity: 'low', context }),
    findingOf('CVE-1', 1, '2', { severity: 'high', context }),
    findingOf('CVE-1', 1, '2', { severity: 'medium', context }),
    findingOf('CVE-2', 1, '2', { severity: 'medium' }),
    findingOf('CVE-3', 1, '2', { hidden: 'unimportant' }),
    findingOf('CVE-4', 1),
  ]);
  const { high, medium, low } = step?.fixes ?? {};
  assert.deepEqual([high, medium, low, step?.exploited], [1, 1, 0, 1]);
});

test('a step is breaking when the first number that is not 0 goes up', () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ['1.2.3', '1.9.0', false],
    ['1.2.3', '2.0.0', true],
    ['0.2.3', '0.2.9', false],
    ['0.2.3', '0.3.0', true],
    ['0.0.3', '0.0.4', true],
    ['0.9.0', '1.0.0', true],
    ['v1.2.0', '1.3.0', false],
    ['0.0.0', '0.0.0-fix', false],
  ];
  for (const [from, to, isBreaking] of cases) {
    const [step] = fixSteps([rowOf('npm', 'a', from)], [findingOf('CVE-1', 0, to)]);
    assert.equal(step?.isBreaking, isBreaking, `${from} -> ${to}`);
  }
});

test('nothing that a hostile name says reaches the shell that a command is pasted into', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['npm', 'a; rm -rf ~', "npm install 'a; rm -rf ~@2.0.0'"],
    ['npm', "a'$(id)'", String.raw`npm install 'a'\''$(id)'\''@2.0.0'`],
    ['npm', '@scope/name', 'npm install @scope/name@2.0.0'],
    ['pypi', 'a`id`', "pip install 'a`id`>=2.0.0'"],
    ['gem', 'a\nid', "bundle add 'a\nid' --version '>= 2.0.0'"],
    ['golang', 'x/y && id', "go get 'x/y && id@v2.0.0'"],
    ['cargo', '$HOME', "cargo update -p '$HOME' --precise 2.0.0"],
    ['deb', 'x y', "apt-get update && apt-get install -y --only-upgrade 'x y'"],
  ];
  for (const [ecosystem, name, command] of cases) {
    const [step] = fixSteps([rowOf(ecosystem, name, '1.0.0')], [findingOf('CVE-1', 0, '2.0.0')]);
    assert.equal(step?.command, command);
  }
});

test('a name that a program would take for an option is in no command', () => {
  const names = ['-y', '--registry=http://x', '-o=x y'];
  for (const ecosystem of ['deb', 'apk', 'rpm', 'npm', 'pypi', 'gem', 'golang', 'cargo']) {
    for (const name of names) {
      const [step] = fixSteps([rowOf(ecosystem, name, '1.0.0')], [findingOf('CVE-1', 0, '2.0.0')]);
      assert.equal(step?.command, undefined, `${ecosystem} ${name}`);
      assert.equal(step?.changes.length, 1);
    }
  }
});

test('what no command mends is a step all the same: rebuild with the version', () => {
  const jar = rowOf('maven', 'org.yaml:snakeyaml', '1.33', {
    locations: ['opt/app.war!/WEB-INF/lib/s.jar'],
  });
  const stdlib = rowOf('golang', 'stdlib', '1.21.1', { locations: ['usr/bin/tool'] });
  const steps = fixSteps(
    [jar, stdlib],
    [findingOf('CVE-1', 0, '2.0'), findingOf('CVE-2', 1, '1.21.5')],
  );
  assert.deepEqual(
    steps.map(({ place, command, isBreaking }) => [place, command, isBreaking]),
    [
      ['opt', undefined, true],
      ['usr/bin', '# build with Go 1.21.5', false],
    ],
  );
});

test('the most urgent step comes first: exploited, then the worst, then the most', () => {
  const packages = ['a', 'b', 'c', 'd'].map((name) => rowOf('npm', name, '1.0.0'));
  const kev = { addedAt: '2024-01-01', usedByRansomware: false };
  const context = { kev, severities: [], weaknesses: [], isRejected: false };
  const steps = fixSteps(packages, [
    findingOf('CVE-1', 0, '2.0.0', { severity: 'high' }),
    findingOf('CVE-2', 1, '2.0.0', { severity: 'high' }),
    findingOf('CVE-3', 1, '2.0.0', { severity: 'high' }),
    findingOf('CVE-4', 2, '2.0.0', { severity: 'critical' }),
    findingOf('CVE-5', 3, '2.0.0', { severity: 'low', context }),
  ]);
  assert.deepEqual(namesOf(steps), ['d', 'c', 'b', 'a']);
});

test('ten thousand findings are no more than ten times a thousand', () => {
  const packages = Array.from({ length: 2000 }, (_, n) =>
    rowOf(n % 2 ? 'deb' : 'npm', `p${n}`, '1.0.0', {
      locations: [`app/node_modules/p${n}/package.json`],
    }),
  );
  const findings = Array.from({ length: 10_000 }, (_, n) =>
    findingOf(`CVE-2024-${n}`, n % 2000, `2.0.${n % 7}`),
  );
  const start = performance.now();
  const steps = fixSteps(packages, findings);
  const took = performance.now() - start;
  assert.equal(steps.length, 1001);
  assert.ok(took < 2000, `${took} ms`);
});

function namesOf(steps: readonly FixStep[]): string[] {
  return steps.map(({ changes }) => changes[0]?.name ?? '');
}

function at(path: string) {
  return rowOf('npm', 'lodash', '4.17.4', {
    locations: [`${path}/node_modules/lodash/package.json`],
  });
}
