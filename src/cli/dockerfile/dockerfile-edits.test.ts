import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { dockerfileEdits } from './dockerfile-edits.ts';
import { applyEdits, unifiedDiff } from './unified-diff.ts';

const SYSTEM = 'RUN apt-get update && apt-get install -y --only-upgrade curl';

test('the base of the last stage, an upgrade after it, and versions that RUN lines name', () => {
  const text = [
    'FROM golang:1.22 AS build',
    'RUN go build ./...',
    'FROM node:20.11-bookworm',
    'WORKDIR /app',
    'RUN npm install -g lodash@4.17.4 "lodash@4.17.40" \\',
    '    && pip install django==2.2',
    '# lodash@4.17.4',
    'CMD ["node", "lodash@4.17.4"]',
    '',
  ].join('\n');
  const { edits, notes } = dockerfileEdits(text, {
    base: 'node:20.19-bookworm',
    system: SYSTEM,
    versions: [
      { ecosystem: 'npm', name: 'lodash', from: '4.17.4', to: '4.17.21' },
      { ecosystem: 'pypi', name: 'django', from: '2.2', to: '2.2.28' },
    ],
  });
  assert.deepEqual(notes, []);
  assert.equal(
    applyEdits(text, edits),
    text
      .replace('FROM node:20.11-bookworm', `FROM node:20.19-bookworm\n${SYSTEM}`)
      .replace('-g lodash@4.17.4 ', '-g lodash@4.17.21 ')
      .replace('django==2.2', 'django==2.2.28'),
  );
});

test('a stage built on another one has that one’s base, with platform and name kept', () => {
  const text = 'FROM --platform=linux/amd64 debian:12@sha256:0 AS base\nRUN a\nFROM base AS app\n';
  const { edits } = dockerfileEdits(text, { base: 'debian:12.9', system: SYSTEM, versions: [] });
  assert.equal(
    applyEdits(text, edits),
    `FROM --platform=linux/amd64 debian:12.9 AS base\nRUN a\nFROM base AS app\n${SYSTEM}\n`,
  );
});

test('what a variable says is told and left, and nothing is put in twice', () => {
  const text = `ARG V=20\nFROM node:\${V}\n${SYSTEM}\n`;
  const { edits, notes } = dockerfileEdits(text, { base: 'node:22', system: SYSTEM, versions: [] });
  assert.deepEqual(edits, []);
  assert.match(notes.join(), /by a variable: set that to node:22/);
  assert.deepEqual(dockerfileEdits('# nothing\n', { versions: [] }).notes, ['it has no FROM']);
});

test('a patch is what git applies, wherever it changes and however the file ends', () => {
  const body = Array.from({ length: 20 }, (_, at) => `RUN echo ${at} a@1.0.${at}`);
  const all = body.map((_, at) => ({
    ecosystem: 'npm',
    name: 'a',
    from: `1.0.${at}`,
    to: '2.0.0',
  }));
  const texts = [
    `FROM a:1\n${body.join('\n')}\n`,
    `FROM a:1\n${body.join('\n')}`,
    'FROM a:1',
    'FROM b:2',
    `FROM a:1\r\n${body.join('\r\n')}\r\n`,
  ];
  for (const text of texts) {
    for (const at of [[0], [19], [0, 19], [5, 6], [0, 7, 14], []]) {
      const versions = all.filter((_, index) => at.includes(index));
      const { edits } = dockerfileEdits(text, { base: 'b:2', system: SYSTEM, versions });
      assert.equal(
        patched(text, unifiedDiff('./Dockerfile', text, edits)),
        applyEdits(text, edits),
      );
    }
  }
});

test('any text at all is read without an error', () => {
  for (const text of [
    '',
    'FROM',
    'FROM \\',
    'RUN <<EOF',
    'FROM a\nRUN <<X\n',
    '\u0000',
    '# escape=`\nFROM a `\n',
  ]) {
    const { edits } = dockerfileEdits(text, { base: 'b:2', system: SYSTEM, versions: [] });
    applyEdits(text, edits);
  }
});

function patched(text: string, patch: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-patch-'));
  try {
    const file = join(folder, 'Dockerfile');
    writeFileSync(file, text);
    execFileSync('git', ['apply', '-'], { cwd: folder, input: patch, stdio: 'pipe' });
    return readFileSync(file, 'utf8');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
