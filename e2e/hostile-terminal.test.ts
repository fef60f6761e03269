import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { dockerArchive } from '../src/cli/small-world.contract.ts';

/** Names that would colour, link, write the clipboard, ring, go back, or turn the writing. */
const NAMES = [
  '\u001B[31mred\u001B]8;;http://evil\u0007link\u001B]52;c;aGk=\u0007',
  '\u009B2J\u0090q\u009C\b\r\u0000end',
  '\u202Efdp.exe\u2066\u200B',
];
const DRYDOCK = join(import.meta.dirname, '..', 'bin', 'drydock');
const folder = mkdtempSync(join(tmpdir(), 'drydock-hostile-'));
const image = join(folder, 'hostile.tar');
writeFileSync(image, dockerArchive(hostileFiles()));
after(() => rmSync(folder, { recursive: true }));

const COMMANDS = [
  ['cves', image],
  ['cves', image, '--all', '--show-hidden'],
  ['packages', image],
  ['quickview', image],
  ['compare', image, image],
  ['explain', image, 'CVE-2019-10744\u001B[31m'],
  ...['json', 'csv', 'markdown', 'html', 'sarif', 'spdx', 'cyclonedx'].map((format) => [
    'cves',
    image,
    '--format',
    format,
  ]),
];

/** Nothing below U+0020 but line ends and tabs, no C1 control, no mark of direction. */
const STEERING =
  // oxlint-disable-next-line no-control-regex -- that is what it looks for
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2066-\u2069]/u;

test('no control character of an image reaches a pipe', () => {
  for (const args of COMMANDS) {
    const { status, stdout, stderr } = spawnSync(DRYDOCK, args, spawnOptions());
    assert.equal(status, 0, stderr);
    assert.ok(stdout.length > 100);
    assert.doesNotMatch(stdout + stderr, STEERING, args.join(' '));
  }
});

test('a terminal gets our own colours and cursor movements, and nothing of the image', () => {
  for (const args of COMMANDS.slice(0, 6)) {
    const line = [DRYDOCK, ...args].map((word) => `'${word}'`).join(' ');
    const { stdout } = spawnSync('script', ['-qec', line, '/dev/null'], spawnOptions());
    assert.ok(stdout.length > 100);
    // oxlint-disable-next-line no-control-regex -- ours: colours, erase to the end of the line
    const others = stdout.replaceAll(/\u001B\[[\d;]*m|\r\u001B\[K|\r\n/g, '');
    assert.doesNotMatch(others, STEERING, args.join(' '));
  }
});

test('a reader that goes away early is no error', () => {
  const line = `'${DRYDOCK}' cves --format json '${image}' | head -c 20; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', line], spawnOptions());
  assert.match(stdout, /^\{.*0\n$/s);
  assert.doesNotMatch(stderr, /EPIPE|at /);
});

function spawnOptions(): { encoding: 'utf8'; env: NodeJS.ProcessEnv } {
  return {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], TERM: 'xterm-256color', DRYDOCK_DATA: folder },
  };
}

function hostileFiles(): Record<string, string> {
  const packages = NAMES.map((name, at) => [
    `app/node_modules/x${at}/package.json`,
    JSON.stringify({ name: `lodash${name}`, version: `1.0.0${name}`, license: name }),
  ]);
  const real = [
    'app/node_modules/lodash\u001B[31m/package.json',
    '{"name":"lodash","version":"4.17.4"}',
  ];
  const broken = ['app/\u001B]0;title\u0007package-lock.json', '{'];
  const bad = ['b\u001B[2J/package-lock.json', '{'];
  return Object.fromEntries([...packages, real, broken, bad]);
}
