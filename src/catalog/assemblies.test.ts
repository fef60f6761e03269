import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Evidence } from '../model/index.ts';
import { isInProgram } from './assemblies.ts';
import type { Occurrence } from './occurrence.ts';

test('an assembly beside a deps.json is told by that, in a folder of its own by itself', () => {
  const rows: readonly (readonly [string, Evidence, string, boolean])[] = [
    ['nuget', 'metadata', 'app/app.deps.json', false],
    ['nuget', 'manifest', 'app/Newtonsoft.Json.dll', true],
    ['nuget', 'manifest', 'app/runtimes/unix/lib/net8.0/Data.dll', true],
    ['nuget', 'manifest', 'app/plugins/Other.dll', false],
    ['nuget', 'manifest', 'opt/tool/Other.dll', false],
    ['nuget', 'manifest', 'Other.dll', false],
    ['maven', 'manifest', 'app/a.jar', false],
  ];
  const occurrences = rows.map(([ecosystem, evidence, path]): Occurrence => {
    const rest = { licenses: [], confidence: 'heuristic', scope: 'runtime' } as const;
    const found = { ecosystem, name: 'a', version: '1', evidence, locations: [path], ...rest };
    return { package: found, foundBy: 'test', introducedIn: 0 };
  });
  assert.deepEqual(
    isInProgram(occurrences),
    rows.map(([, , , expected]) => expected),
  );
});
