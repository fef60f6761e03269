/** SPDX and SARIF by others' validators: spdx-tools, and the schema that Microsoft's package carries. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { toSpdx, writeReport } from '../src/report/index.ts';
import {
  emptyReport,
  HOSTILE_TEXTS,
  hostileReport,
  typicalReport,
} from '../src/report/sample-reports.contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'drydock-formats-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const missing = install();
const skip = missing === undefined || process.env['CI'] === 'true' ? false : missing;

/** The hostile texts that are long are left out: the validators are slow, and length is no matter to them. */
const REPORTS = [
  typicalReport(),
  emptyReport(),
  ...HOSTILE_TEXTS.filter((text) => text.length < 1000).map(hostileReport),
];

test('SPDX documents are valid by spdx-tools', { skip }, () => {
  assert.equal(missing, undefined);
  const files = REPORTS.map((report, at) => write(`${at}.spdx.json`, toSpdx(report, '1.0.0')));
  run(join(folder, 'venv/bin/python'), ['-c', SPDX, ...files]);
});

test('SARIF logs are valid by the official schema', { skip }, () => {
  assert.equal(missing, undefined);
  const files = REPORTS.map((report, at) =>
    write(`${at}.sarif`, writeReport(report, 'sarif', '1.0.0')),
  );
  run(join(folder, 'venv/bin/python'), ['-c', SARIF, folder, ...files]);
});

const SPDX = `
import sys
from spdx_tools.spdx.parser.parse_anything import parse_file
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document
for path in sys.argv[1:]:
    errors = validate_full_spdx_document(parse_file(path))
    assert not errors, (path, [error.validation_message for error in errors][:5])
`;

const SARIF = `
import glob, json, sys
from jsonschema import Draft4Validator
schema = json.load(open(glob.glob(sys.argv[1] + '/package/lib/schemas/sarif-2.1.0*.json')[0]))
for path in sys.argv[2:]:
    errors = list(Draft4Validator(schema).iter_errors(json.load(open(path))))
    assert not errors, (path, [(list(error.path), error.message[:200]) for error in errors][:5])
`;

/** Why the validators cannot be had; `undefined` when they are there. */
function install(): string | undefined {
  const steps: readonly (readonly [string, readonly string[]])[] = [
    ['python3', ['-m', 'venv', 'venv']],
    ['venv/bin/pip', ['install', '--quiet', 'spdx-tools==0.8.3', 'jsonschema==4.23.0']],
    ['npm', ['pack', '--silent', '@microsoft/jest-sarif@1.0.0-beta.0']],
    ['tar', ['xf', 'microsoft-jest-sarif-1.0.0-beta.0.tgz']],
  ];
  for (const [program, args] of steps) {
    const path = program.includes('/') ? join(folder, program) : program;
    const { status, stderr, error } = spawnSync(path, args, { cwd: folder, encoding: 'utf8' });
    if (status !== 0) return `no ${program} ${args.join(' ')}: ${error?.message ?? stderr}`;
  }
  return undefined;
}

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function run(program: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  assert.equal(status, 0, stderr.slice(-2000));
}
