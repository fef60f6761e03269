import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { typicalReport } from '../report/sample-reports.contract.ts';
import { visibleFindings } from '../report/index.ts';
import { githubAnnotations } from './pipeline/annotations.ts';
import type { Ran } from './small-world.contract.ts';
import { dockerArchive, run as runIn } from './small-world.contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'drydock-ci-'));
const image = join(folder, 'app.json');
const base = join(folder, 'base.json');
const summary = join(folder, 'summary.md');
const gitlab = join(folder, 'gl-container-scanning-report.json');

function run(
  environment: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<Ran> {
  return runIn(args, { dataFolder: folder, environment });
}

before(async () => {
  const archive = join(folder, 'app.tar');
  const files = { 'app/node_modules/lodash/package.json': '{"name":"lodash","version":"4.17.4"}' };
  writeFileSync(archive, dockerArchive(files));
  await run({}, 'sbom', archive, '--output', image);
  writeFileSync(base, readFileSync(image, 'utf8').replaceAll('4.17.4', '4.17.21'));
});

after(() => rmSync(folder, { recursive: true }));

test('what the base has too fails nothing, what is new does', async () => {
  const codes: readonly [args: readonly string[], code: number][] = [
    [['ci', image], 2],
    [['ci', base], 0],
    [['ci', image, '--base', base], 2],
    [['ci', image, '--base', image], 0],
    [['ci', image, '--base', image, '--fail-on', 'critical'], 2],
    [['ci', image, '--base', base, '--fail-on', 'new-kev'], 0],
    [['ci', image, '--base', base, '--fail-on', 'new-low,kev'], 2],
    [['ci', base, '--strict'], 3],
    [['ci', image, '--fail-on', 'new-critical'], 1],
  ];
  for (const [args, code] of codes) {
    const ran = await run({}, ...args);
    assert.equal(ran.code, code, `${args.join(' ')}\n${ran.err}`);
  }
});

test('GitHub gets annotations, errors for what fails, and a summary beside what is there', async () => {
  writeFileSync(summary, 'from a step before\n');
  const environment = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary };
  const { out } = await run(environment, 'ci', image, '--base', base);
  assert.match(
    out,
    /^::error title=CVE-2019-10744 in lodash 4\.17\.4::critical, fixed in 4\.17\.12, in \/app/m,
  );
  assert.match(out, /^::warning title=CVE-2020-8203 in lodash/m);
  const text = readFileSync(summary, 'utf8');
  assert.match(text, /^from a step before\n# .*\n\n/);
  assert.match(text, /^\*\*3 new, 0 gone\*\*/m);
  const plain = await run({}, 'ci', image, '--base', base);
  assert.doesNotMatch(plain.out, /^::/m);
});

test('GitLab gets a container scanning report', async () => {
  const { err } = await run({ GITLAB_CI: 'true' }, 'ci', image, '--gitlab', gitlab);
  assert.equal(err, `wrote ${gitlab}\n`);
  assert.match(readFileSync(gitlab, 'utf8'), /"type": "container_scanning"/);
});

test('no text of an image makes a line, a property or a command of its own', () => {
  const report = typicalReport();
  const evil = report.packages.map((found) => ({
    ...found,
    package: { ...found.package, name: 'a,b::c%0A::error::x\n::warning::y' },
  }));
  const lines = githubAnnotations(visibleFindings({ ...report, packages: evil }), new Set());
  for (const line of lines) {
    assert.match(line, /^::warning title=[^,:\n]+::[^\n]*$/);
    assert.doesNotMatch(line, /%0A/);
  }
});

test('more than ten of a kind are counted', () => {
  const [one] = visibleFindings(typicalReport());
  assert.ok(one);
  const many = Array.from({ length: 12 }, () => one);
  const lines = githubAnnotations(many, new Set([one.finding]));
  assert.equal(lines.length, 10);
  assert.equal(lines.at(-1), '::error::and 3 more: see the log of this step');
});
