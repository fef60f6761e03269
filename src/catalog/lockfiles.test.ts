import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Evidence } from '../model/index.ts';
import { withoutInstalledElsewhere } from './lockfiles.ts';
import type { Occurrence } from './occurrence.ts';

/** `ecosystem name version path`, of a lockfile where the path's name is one. */
function occurrenceOf(line: string): Occurrence {
  const [ecosystem = '', name = '', version = '', path = ''] = line.split(' ');
  const evidence: Evidence = /lock|\.mod$|requirements/.test(path) ? 'lockfile' : 'metadata';
  const rest = { licenses: [], locations: [path], confidence: 'exact', scope: 'runtime' } as const;
  return {
    package: { ecosystem, name, version, evidence, ...rest },
    foundBy: 'test',
    introducedIn: 0,
  };
}

/** Each ecosystem's lockfile, and how an installed package of its looks. */
const PROJECTS = [
  ['npm left-pad 1.3.0 app/package-lock.json', 'npm ms 2.0.0 app/node_modules/ms/package.json'],
  ['npm left-pad 1.3.0 app/yarn.lock', 'npm ms 2.0.0 app/web/node_modules/ms/package.json'],
  ['pypi flask 2.0 app/poetry.lock', 'pypi six 1.0 app/.venv/lib/python3/six.dist-info/METADATA'],
  ['gem rack 2.0 app/Gemfile.lock', 'gem puma 5.0 app/vendor/bundle/specifications/puma.gemspec'],
  ['cargo serde 1.0.0 app/Cargo.lock', 'cargo libc 0.2.0 app/target/release/server'],
  ['golang example.com/a v1.0.0 app/go.mod', 'golang stdlib 1.21.0 app/bin/server'],
  ['maven org.x:a 1 app/gradle.lockfile', 'maven org.y:b 2 app/build/libs/app.jar!/b.jar'],
] as const;

test('a lockfile counts unless packages of its ecosystem are installed below its folder', () => {
  for (const [locked, installed] of PROJECTS) {
    const elsewhere = installed.replace(' app/', ' opt/');
    const other = 'generic x 1 app/x';
    assert.deepEqual(kept(locked), [true], locked);
    assert.deepEqual(kept(locked, installed), [false, true], locked);
    assert.deepEqual(kept(locked, elsewhere), [true, true], locked);
    assert.deepEqual(kept(locked, other), [true, true], locked);
  }
});

test('what is locked and installed in the same version is one, however it is written', () => {
  const rows: readonly (readonly [string, string, boolean])[] = [
    ['pypi pyyaml 6.0 a/uv.lock', 'pypi PyYAML 6.0 usr/lib/PyYAML.dist-info/METADATA', false],
    ['pypi zope-interface 5.0 a/uv.lock', 'pypi zope.interface 5.0 b/METADATA', false],
    ['pypi six 1.0 a/uv.lock', 'pypi six 1.0.0 b/METADATA', false],
    ['golang g.com/a v1.2.3 a/go.mod', 'golang g.com/a 1.2.3 b/server', false],
    ['cargo a-b 1.0.0 a/Cargo.lock', 'cargo a_b 1.0.0 b/server', true],
    ['npm ms 1.0.0 a/yarn.lock', 'npm ms 1.0.1 b/node_modules/ms/package.json', true],
  ];
  for (const [locked, installed, expected] of rows) {
    assert.equal(kept(locked, installed)[0], expected, `${locked} and ${installed}`);
  }
});

test('the root is no project: what is installed anywhere says nothing of a lockfile in it', () => {
  assert.deepEqual(kept('npm a 1.0.0 package-lock.json', PROJECTS[0][1]), [true, true]);
});

test('crates told from the strings of a program are not all that its lockfile names', () => {
  const [locked, installed] = PROJECTS[4];
  const [lock, program] = [locked, installed].map(occurrenceOf);
  assert.ok(lock && program);
  const evidence = 'strings' as const;
  const told = { ...program, package: { ...program.package, evidence } };
  assert.deepEqual(withoutInstalledElsewhere([lock, told]), [true, true]);
});

function kept(...lines: readonly string[]): boolean[] {
  return withoutInstalledElsewhere(lines.map(occurrenceOf));
}
