import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { recordOf } from '../src/base/index.ts';
import { buildahStorage } from './support/buildah-storage.ts';
import { layoutOf, withoutCorpus, withoutPrograms } from './support/corpus.ts';
import { freePort } from './support/server-process.ts';

const ROOT = join(import.meta.dirname, '..');
const ARCHIVE = `release/drydock-server-${process.platform}-${process.arch}.tar.gz`;
const inCi = process.env['CI'] === 'true';

const skip =
  withoutCorpus ||
  withoutPrograms('buildah', 'skopeo') ||
  (process.getuid?.() === 0 ? false : 'SKIPPED: buildah builds here as root only') ||
  (inCi || existsSync(join(ROOT, ARCHIVE)) ? false : 'SKIPPED: npm run release made no archive');

const READY_MS = 120_000;

describe('the image', { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-image-'));
  const storage = buildahStorage(folder);
  const buildah = (...args: readonly string[]): string =>
    execFileSync('buildah', [...storage.flags, ...args], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();

  before(() => {
    const base = 'localhost/base:1';
    execFileSync('skopeo', ['copy', layoutOf('debian-bookworm-slim').skopeo, storage.at(base)]);
    const given = ['--build-arg', `BASE=${base}`, '--build-arg', `ARCHIVE=${ARCHIVE}`];
    buildah('bud', '--isolation', 'chroot', '--format', 'docker', ...given, '-t', 'drydock', '.');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** `drydock serve` in a container, healthy and then stopped: its log. */
  async function serve(user: string, container: string): Promise<string> {
    const port = await freePort();
    const listen = `DRYDOCK_LISTEN=127.0.0.1:${port}`;
    const words = ['--isolation', 'chroot', '--user', user];
    const settings = ['--env', listen, '--env', 'DRYDOCK_OFFLINE=true'];
    const run = (...command: readonly string[]): readonly string[] => {
      const where = [...storage.flags, 'run', ...words, ...settings];
      return [...where, container, '--', ...command];
    };
    const child = spawn('buildah', run('drydock', 'serve'));
    let log = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (log += text));
    }
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    try {
      for (const from = Date.now(); !(await isReady(port)); await setTimeout(100)) {
        const isLate = Date.now() - from > READY_MS || child.exitCode !== null;
        assert.ok(!isLate, `not ready: ${log}`);
      }
      // As Docker does for HEALTHCHECK; a port that nobody answers on is told, too.
      execFileSync('buildah', run('/opt/drydock/lib/node', '/opt/healthy.js'));
      const wrong = run(
        'env',
        'DRYDOCK_LISTEN=127.0.0.1:1',
        '/opt/drydock/lib/node',
        '/opt/healthy.js',
      );
      assert.throws(() => execFileSync('buildah', wrong, { stdio: 'ignore' }));
    } finally {
      // The server itself: buildah passes no signal on.
      for (const pid of serversBelow(child)) process.kill(pid, 'SIGTERM');
      assert.equal(await ended, 0, log);
    }
    return log;
  }

  test('starts as the user that it names, is healthy, and stops in order', async () => {
    const log = await serve('10001:0', buildah('from', 'drydock'));
    assert.match(log, /ready +in [\d.]+ s/);
    assert.match(log, /"server stopped"/);
  });

  test('starts as a user without a name, whom initdb refuses, and again on what it made', async () => {
    const container = buildah('from', 'drydock');
    assert.match(await serve('1000650000:0', container), /"database initialized"/);
    assert.doesNotMatch(await serve('1000650000:0', container), /"database initialized"/);
  });

  test('runs as no root, on a port and a volume that it names, with a health check', () => {
    const told: unknown = JSON.parse(buildah('inspect', '--type', 'image', 'drydock'));
    const { config } = recordOf(recordOf(told)['Docker']);
    const { User, Volumes, ExposedPorts, Healthcheck } = recordOf(config);
    assert.deepEqual(
      { User, Volumes, ExposedPorts },
      { User: '10001:0', Volumes: { '/data': {} }, ExposedPorts: { '7070/tcp': {} } },
    );
    assert.deepEqual(recordOf(Healthcheck)['Test'], [
      'CMD',
      '/opt/drydock/lib/node',
      '/opt/healthy.js',
    ]);
  });
});

async function isReady(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** Processes of Node among those that `child` started, and those started. */
function serversBelow(child: ChildProcess): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const status = read(`/proc/${name}/status`);
    parents.set(Number(name), Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]));
  }
  const isBelow = (pid: number): boolean => {
    const parent = parents.get(pid);
    return parent !== undefined && (parent === child.pid || isBelow(parent));
  };
  return [...parents.keys()].filter(
    (pid) => isBelow(pid) && read(`/proc/${pid}/cmdline`).includes('cli.js\0serve'),
  );
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
