import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { registryWorld } from '../src/registry/registry-under-test.contract.ts';

/** The official suite, at the commit that we are held to. Made with `go install`. */
const SUITE =
  'github.com/opencontainers/distribution-spec/conformance@v0.0.0-20260831232431-97274622c111';
const PROGRAM = join(tmpdir(), 'drydock-conformance', SUITE.split('@')[1] ?? '', 'conformance');

for (const version of ['1.1', 'dev']) {
  for (const who of ['anonymous', 'with credentials'] as const) {
    test(`the official suite finds nothing: version ${version}, ${who}`, async (context) => {
      const program = await suite(context);
      if (program === undefined) return;
      const { start, access, errors } = await registryWorld(context);
      if (who === 'anonymous') access.anonymousMay = 'anonymous|*:pull,push,delete';
      access.readable.add('conformance/repo2');
      const { port } = await start();
      const results = await mkdtemp(join(tmpdir(), 'drydock-conformance-'));
      context.after(() => rm(results, { recursive: true }));
      const { output, code } = await run(program, {
        OCI_REGISTRY: `127.0.0.1:${port}`,
        OCI_TLS: 'disabled',
        OCI_REPO1: 'conformance/repo1',
        OCI_REPO2: 'conformance/repo2',
        OCI_VERSION: version,
        OCI_RESULTS_DIR: results,
        ...(who === 'with credentials' && { OCI_USERNAME: 'alice', OCI_PASSWORD: 'secret' }),
      });
      const report = await readFile(join(results, 'junit.xml'), 'utf8');
      const counts = /<testsuites[^>]*>/.exec(report)?.[0] ?? '';
      context.diagnostic(counts);
      assert.equal(code, 0, output.slice(-5000));
      assert.match(counts, /tests="[1-9]\d{2,}"/);
      assert.doesNotMatch(
        report,
        /(?:failures|errors|skipped)="[1-9]|<(?:skipped|failure|error)\b/,
      );
      assert.deepEqual(errors, []);
    });
  }
}

function run(
  program: string,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly output: string; readonly code: number }> {
  return new Promise((resolve) => {
    const options = {
      env: { PATH: process.env['PATH'] ?? '', ...env },
      maxBuffer: 64 * 1024 * 1024,
    };
    const child = execFile(program, options, (_error, stdout, stderr) =>
      resolve({ output: stdout + stderr, code: child.exitCode ?? 1 }),
    );
  });
}

/** The suite's program, installed when it is missing; skipped, or failing in CI, without Go. */
async function suite(context: TestContext): Promise<string | undefined> {
  const folder = join(PROGRAM, '..');
  const go = await new Promise<string | undefined>((resolve) => {
    const env = { ...process.env, GOBIN: folder, HOME: homedir() };
    execFile('go', ['install', SUITE], { env }, (error) => resolve(error?.message));
  });
  if (go === undefined) return PROGRAM;
  assert.notEqual(process.env['CI'], 'true', `the conformance suite is not installed: ${go}`);
  context.skip(`go install ${SUITE}: ${go}`);
  return undefined;
}
