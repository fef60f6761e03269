import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { startRegistryWithAccount } from './support/registry-account.ts';

/** The official suite, at the commit that we are held to. Made with `go install`. */
const SUITE =
  'github.com/opencontainers/distribution-spec/conformance@v0.0.0-20260831232431-97274622c111';
const FOLDER = join(tmpdir(), 'drydock-conformance', SUITE.split('@')[1] ?? '');

for (const who of ['anonymous', 'with credentials'] as const) {
  test(`the official suite finds nothing, ${who}`, async (context) => {
    const program = await suite(context);
    if (program === undefined) return;
    const isAnonymous = who === 'anonymous';
    const account = await startRegistryWithAccount(
      isAnonymous ? { DRYDOCK_ANONYMOUS: 'push' } : {},
    );
    context.after(() => account.stop());
    for (const version of ['1.1', 'dev']) {
      const namespace = isAnonymous ? 'conformance' : account.user;
      const { output, code, report } = await run(context, program, {
        OCI_REGISTRY: account.host,
        OCI_TLS: 'disabled',
        OCI_REPO1: `${namespace}/${version}/repo1`,
        OCI_REPO2: `${namespace}/${version}/repo2`,
        OCI_VERSION: version,
        ...(!isAnonymous && { OCI_USERNAME: account.user, OCI_PASSWORD: account.password }),
      });
      const counts = /<testsuites[^>]*>/.exec(report)?.[0] ?? '';
      context.diagnostic(`${version}: ${counts}`);
      assert.equal(code, 0, output.slice(-5000));
      assert.match(counts, /tests="[1-9]\d{2,}"/);
      assert.doesNotMatch(
        report,
        /(?:failures|errors|skipped)="[1-9]|<(?:skipped|failure|error)\b/,
      );
    }
  });
}

async function run(
  context: TestContext,
  program: string,
  settings: Readonly<Record<string, string>>,
): Promise<{ readonly output: string; readonly code: number; readonly report: string }> {
  const results = await mkdtemp(join(tmpdir(), 'drydock-conformance-'));
  context.after(() => rm(results, { recursive: true }));
  const env = { PATH: process.env['PATH'] ?? '', OCI_RESULTS_DIR: results, ...settings };
  const ran = await new Promise<{ readonly output: string; readonly code: number }>((resolve) => {
    const child = execFile(program, { env, maxBuffer: 64 * 1024 * 1024 }, (_error, out, err) =>
      resolve({ output: out + err, code: child.exitCode ?? 1 }),
    );
  });
  return { ...ran, report: await readFile(join(results, 'junit.xml'), 'utf8') };
}

/** The suite's program, installed when it is missing; skipped, or failing in CI, without Go. */
async function suite(context: TestContext): Promise<string | undefined> {
  const env = { ...process.env, GOBIN: FOLDER, HOME: homedir() };
  const why = await new Promise<string | undefined>((resolve) => {
    execFile('go', ['install', SUITE], { env }, (error) => resolve(error?.message));
  });
  if (why === undefined) return join(FOLDER, 'conformance');
  assert.notEqual(process.env['CI'], 'true', `the conformance suite is not installed: ${why}`);
  context.skip(`go install ${SUITE}: ${why}`);
  return undefined;
}
