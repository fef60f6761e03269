import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { schemaErrors } from '../schema.contract.ts';
import type { Ran } from './small-world.contract.ts';
import { dockerArchive, run as runIn } from './small-world.contract.ts';

const FILES = {
  'app/node_modules/lodash/package.json': '{"name":"lodash","version":"4.17.4","license":"MIT"}',
  'app/node_modules/left/package.json': '{"name":"left","version":"1.0.0"}',
};
const ARCHIVE = dockerArchive(FILES);
const folder = mkdtempSync(join(tmpdir(), 'drydock-cli-'));
const image = join(folder, 'small.tar');
/** Most tests read what the first wrote: an SBOM needs no worker. */
const sbom = join(folder, 'small.json');
const better = join(folder, 'better.json');

before(async () => {
  writeFileSync(image, ARCHIVE);
  const made = await run('sbom', image, '--output', sbom);
  assert.deepEqual(made, { code: 0, out: '', err: `wrote ${sbom}\n` });
  writeFileSync(better, readFileSync(sbom, 'utf8').replaceAll('4.17.4', '4.17.21'));
});

after(() => rmSync(folder, { recursive: true }));

test('cves: the same findings from an archive, from standard input and from its SBOM', async () => {
  const streamed = await runIn(['cves', '-', '--format', 'csv'], {
    dataFolder: folder,
    stdin: ARCHIVE,
  });
  const archived = await run('cves', image, '--format', 'csv');
  const exported = await run('cves', sbom, '--format', 'csv');
  assert.match(archived.out, /CVE-2019-10744,critical,.*,lodash,4\.17\.4,npm,4\.17\.12/);
  assert.equal(streamed.out, archived.out);
  assert.equal(exported.out, archived.out);
  assert.match(archived.err, /^warning: matched with the starter feed/m);
});

test('cves: every format is what it says it is', async () => {
  const beginnings: Readonly<Record<string, RegExp>> = {
    text: /^warning: .*\n.*small\.json/s,
    json: /^\{\n {2}"schemaVersion": "1\.0"/,
    sarif: /"version": "2\.1\.0"/,
    cyclonedx: /"specVersion": "1\.6"/,
    spdx: /"spdxVersion": "SPDX-2\.3"/,
    csv: /^vulnerability,severity,/,
    markdown: /^# /,
    html: /^<!doctype html>/,
  };
  for (const [format, beginning] of Object.entries(beginnings)) {
    const { code, out } = await run('cves', sbom, '--format', format);
    assert.equal(code, 0, format);
    assert.match(out, beginning);
    assert.match(out, /CVE-2019-10744|lodash/);
    assert.equal((await run('cves', sbom, '--format', format)).out, out);
  }
});

test('reports, comparisons and explanations in JSON are as their schemas say', async () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['report-1', ['cves', image]],
    ['report-1', ['packages', sbom]],
    ['comparison-1', ['compare', sbom, better]],
    ['recommendations-1', ['recommendations', sbom]],
    ['explanation-1', ['explain', sbom, 'CVE-2019-10744']],
    ['explanation-1', ['explain', better, 'CVE-2019-10744']],
    ['explanation-1', ['explain', sbom, 'CVE-2021-44228']],
    ['explanation-1', ['explain', sbom, 'CVE-1999-0001']],
  ];
  for (const [schema, args] of cases) {
    const { out } = await run(...args, '--format', 'json');
    assert.deepEqual(schemaErrors(schema, out), [], args.join(' '));
  }
});

test('filters leave what they say, and count anew', async () => {
  const cases: readonly (readonly [readonly string[], number])[] = [
    [[], 3],
    [['--only-severity', 'critical'], 1],
    [['--only-severity', 'high,medium'], 2],
    [['--only-fixed'], 3],
    [['--only-kev'], 0],
    [['--epss-min', '0.5'], 0],
    [['--only-package', 'lod*'], 3],
    [['--only-package', 'left'], 0],
    [['--only-package-type', 'deb,rpm'], 0],
    [['--only-layer', '1'], 3],
    [['--only-layer', '2'], 0],
  ];
  for (const [filter, expected] of cases) {
    const { out } = await run('cves', sbom, '--format', 'json', ...filter);
    const report: { summary: { vulnerabilities: number } } = JSON.parse(out);
    assert.equal(report.summary.vulnerabilities, expected, filter.join(' '));
  }
});

test('the exit code says: fine, could not run, over the threshold, incomplete', async () => {
  const cases: readonly (readonly [readonly string[], number])[] = [
    [['cves', sbom], 0],
    [['cves', sbom, '--fail-on', 'critical'], 2],
    [['cves', sbom, '--fail-on', 'kev,malware'], 0],
    [['cves', sbom, '--fail-on', 'critical', '--only-severity', 'medium'], 0],
    [['cves', sbom, '--strict'], 3],
    [['cves', sbom, '--strict', '--fail-on', 'fixable'], 2],
    [['quickview', sbom, '--fail-on', 'high'], 2],
    [['compare', sbom, better, '--fail-on-new'], 0],
    [['compare', better, sbom, '--fail-on-new'], 2],
    [['cves', join(folder, 'absent.tar')], 1],
    [['cves', sbom, '--output', join(folder, 'no', 'folder')], 1],
    [['cves'], 1],
    [['cves', sbom, '--no-such-option'], 1],
    [['cves', sbom, '--format', 'pdf'], 1],
    [['cves', sbom, '--only-severity', 'awful'], 1],
    [['cves', sbom, '--epss-min', '2'], 1],
    [['cves', sbom, '--only-layer', '0'], 1],
    [['scan', sbom], 1],
    [['--version'], 0],
    [['--help'], 0],
  ];
  for (const [args, expected] of cases) {
    const ran = await run(...args);
    assert.equal(ran.code, expected, `${args.join(' ')}: ${ran.err}`);
    if (expected === 1) assert.match(ran.err, /^error: /, args.join(' '));
  }
});

test('what is wrong with a command line is said with the value, and what may stand there', async () => {
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [['scan', 'x'], /unknown command 'scan'/],
    [['cves', 'x', '--only-severity', 'awful'], /'awful' is none of critical, high/],
    [['cves', 'x', '--epss-min', '2'], /'2' is not from 0 to 1/],
    [['cves', 'x', '--only-layer', 'top'], /'top' is no layer; the lowest is 1/],
    [['cves', 'x', '--format', 'pdf'], /Allowed choices are text, json, sarif/],
    [['completion', 'tcsh'], /Allowed choices are bash, zsh, fish/],
    [['cves', sbom, '--output', join(folder, 'no', 'folder')], /cannot write .*no such file/],
  ];
  for (const [args, message] of cases) assert.match((await run(...args)).err, message);
});

test('explain says why, or exactly why not', async () => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    [sbom, 'CVE-2019-10744', /is reported.*lodash 4\.17\.4 is in < 4\.17\.12, compared as semver/s],
    [better, 'CVE-2019-10744', /is not reported.*lodash 4\.17\.21 is outside < 4\.17\.12/s],
    [sbom, 'CVE-2021-44228', /is not reported.*not in the image: .*log4j-core/s],
    [sbom, 'CVE-1999-0001', /is not reported.*No advisory in the snapshot has this id/s],
  ];
  for (const [from, id, expected] of cases) {
    assert.match((await run('explain', from, id)).out, expected);
  }
});

test('compare says what is gone, what is new and which package changed', async () => {
  const { out } = await run('compare', sbom, better);
  assert.match(out, /0 findings new, 3 gone, 0 unchanged/);
  assert.match(out, /GONE {2}1 critical/);
  assert.match(out, /~ {2}lodash {2}4\.17\.4 -> 4\.17\.21/);
  assert.match(out, /CVE-2019-10744 {2}lodash 4\.17\.4 .* the other image has 4\.17\.21/);
});

test('compare: a pull request gets it as Markdown, and thresholds are of what is new', async () => {
  const { out } = await run('compare', better, sbom, '--format', 'markdown');
  assert.match(out, /^\*\*3 new, 0 gone\*\*, 0 as before\.$/m);
  assert.match(
    out,
    /^\| critical \| CVE-2019-10744 \| lodash \| .*the other image has 4\.17\.21 \|$/m,
  );
  const codes = [];
  for (const words of ['new-critical', 'new-kev', 'new-low,new-kev']) {
    codes.push((await run('compare', better, sbom, '--fail-on', words)).code);
    codes.push((await run('compare', sbom, better, '--fail-on', words)).code);
  }
  assert.deepEqual(codes, [2, 0, 0, 0, 2, 0]);
  const wrong = await run('compare', better, sbom, '--fail-on', 'critical');
  assert.match(wrong.err, /'critical' is none of new-critical/);
});

test('packages lists what is inside, with licence and place', async () => {
  const { out } = await run('packages', sbom);
  assert.match(out, /lodash {3,}4\.17\.4 +npm +1 +MIT +\/app\/node_modules\/lodash\/package\.json/);
});

test('a terminal gets colours, links and progress; a pipe gets none of them', async () => {
  const piped = await run('cves', image);
  assert.equal(stripVTControlCharacters(piped.out + piped.err), piped.out + piped.err);
  const shown = await runIn(['cves', image], { dataFolder: folder, columns: 60 });
  assert.ok(shown.out.includes('\u001B[1m'));
  assert.ok(shown.out.includes('\u001B]8;;https://www.cve.org'));
  assert.ok(shown.err.includes('\r\u001B[Kreading'));
  assert.ok(shown.err.endsWith('\r\u001B[K'));
  const lines = stripVTControlCharacters(shown.out).split('\n');
  assert.deepEqual(
    lines.filter((line) => line.length > 60 && !line.startsWith('next:')),
    [],
  );
});

test('completion scripts are sound by their shells, where those are installed', async () => {
  for (const [shell, program, flag] of [
    ['bash', 'bash', '-n'],
    ['zsh', 'zsh', '-n'],
    ['fish', 'fish', '--no-execute'],
  ] as const) {
    const { out } = await run('completion', shell);
    assert.match(out, /cves/);
    const path = join(folder, `completion.${shell}`);
    writeFileSync(path, out);
    if (isInstalled(program)) execFileSync(program, [flag, path], { stdio: 'pipe' });
  }
});

test('cves: a filter that leaves nothing says so, and does not make the image look clean', async () => {
  for (const filter of [
    ['--only-package-type', 'python'],
    ['--only-layer', '77'],
  ]) {
    const { out } = await run('cves', sbom, ...filter);
    assert.match(out, /^warning: the filters leave out all vulnerabilities that were found: \d+$/m);
  }
  const { err } = await run('cves', sbom, '--only-package', 'lodas', '--format', 'csv');
  assert.match(err, /^warning: the filters leave out all vulnerabilities that were found: \d+$/m);
  const { out } = await run('cves', sbom, '--only-package', 'lodash');
  assert.doesNotMatch(out, /filters/);
});

test('explain: an id that cannot be one is refused', async () => {
  for (const id of ['', 'CVE 2019']) {
    const { code, err } = await run('explain', sbom, id);
    assert.equal(code, 1);
    assert.match(err, /is no id/);
  }
});

test('a system that refuses is told in a line: what, and why', async () => {
  const dataFolder = mkdtempSync(join(folder, 'data-'));
  mkdirSync(join(dataFolder, 'active'));
  const { code, err } = await runIn(['db', 'status'], { dataFolder });
  assert.equal(code, 1);
  assert.match(err, /^error: "read" was refused: it is a folder \(advisories are kept in .+\)/);
});

function isInstalled(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

function run(...args: readonly string[]): Promise<Ran> {
  return runIn(args, { dataFolder: folder });
}

test('offline, nothing elsewhere is asked, and the message says what to do', async () => {
  for (const args of [
    ['cves', 'alpine:3.20'],
    ['db', 'update', 'npm'],
    ['db', 'pull', 'registry.example.com/advisories'],
  ]) {
    const { code, out, err } = await run(...args);
    assert.deepEqual([code, out], [1, ''], args.join(' '));
    assert.match(err, /^error: DRYDOCK_OFFLINE is set.*(?:offline)\]\n$/s);
  }
});

test('cves: what to do first is of what the filters leave', async () => {
  const all = await run('cves', sbom);
  assert.match(all.out, /DO FIRST/);
  const none = await run('cves', sbom, '--only-kev');
  assert.doesNotMatch(none.out, /DO FIRST/);
});

test('--vex: what is said not to be affected is not counted, by every command, and shown with who said so', async () => {
  const file = join(folder, 'vex.json');
  const statement = {
    vulnerability: { name: 'CVE-2019-10744' },
    products: [{ '@id': 'pkg:npm/lodash' }],
    status: 'not_affected',
    justification: 'vulnerable_code_not_present',
  };
  writeFileSync(
    file,
    JSON.stringify({
      '@context': 'https://openvex.dev/ns/v0.2.0',
      '@id': 'https://acme.example/1',
      author: 'Acme',
      timestamp: '2026-01-01T00:00:00Z',
      statements: [statement],
    }),
  );
  const plain = await run('cves', sbom);
  assert.match(plain.out, /CVE-2019-10744/);
  const other = join(folder, 'other-vex.json');
  writeFileSync(other, '{"@context":"https://openvex.dev/ns/v0.2.0","statements":[]}');
  const { out } = await run('cves', '--vex', other, '--vex', file, sbom);
  assert.doesNotMatch(out, /CVE-2019-10744/);
  assert.match(out, /not counted: 1 not affected by VEX/);
  const shown = await run('cves', sbom, '--vex', file, '--show-hidden');
  assert.match(shown.out, /VEX: not affected \(vulnerable code not present\), by Acme/);
  const explained = await run('explain', sbom, 'CVE-2019-10744', '--vex', file);
  assert.match(explained.out, /VEX +not affected, vulnerable code not present · by Acme/);
  const json = await run('cves', sbom, '--vex', file, '--format', 'json');
  assert.deepEqual(schemaErrors('report-1', json.out), []);
  const failing = await run('cves', sbom, '--fail-on', 'critical');
  assert.equal(failing.code, 2);
  const passing = await run('cves', sbom, '--fail-on', 'critical', '--vex', file);
  assert.equal(passing.code, 0);
  const compared = await run('compare', better, sbom, '--fail-on-new', '--vex', file);
  assert.doesNotMatch(compared.out, /CVE-2019-10744/);
});

test('vex: a document to edit, which --vex reads', async () => {
  const file = join(folder, 'own-vex.json');
  const made = await run('vex', sbom, '--author', 'Acme', '--output', file);
  assert.equal(made.code, 0);
  const text = readFileSync(file, 'utf8');
  assert.match(text, /"status": "affected"/);
  writeFileSync(file, text.replaceAll('"status": "affected"', '"status": "fixed"'));
  const { out } = await run('cves', sbom, '--vex', file, '--format', 'csv');
  assert.match(out, /CVE-2019-10744,.*,vex-fixed,/);
  const broken = await run('cves', sbom, '--vex', sbom);
  assert.equal(broken.code, 1);
  assert.match(broken.err, /neither OpenVEX nor CSAF nor CycloneDX with analyses/);
});
