/** Tries archives of a release as somebody does who has nothing but them. */
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import packageJson from '../package.json' with { type: 'json' };

const ROOT = join(import.meta.dirname, '..');

interface Unpacked {
  readonly place: string;
  readonly drydock: string;
  readonly env: Readonly<Record<string, string>>;
}

function unpack(archive: string): Unpacked {
  const place = mkdtempSync(join(tmpdir(), 'drydock release '));
  // The database does not run as root.
  chmodSync(place, 0o755);
  execFileSync('tar', ['-C', place, '-xzf', archive]);
  const drydock = join(place, basename(archive, '.tar.gz'), 'drydock');
  return { place, drydock, env: { PATH: '/usr/bin:/bin', HOME: place } };
}

/** Its version, an image that it makes itself, and a word about what it cannot. */
export function tryCli(archive: string): void {
  const { place, drydock, env } = unpack(archive);
  try {
    const run = (...args: string[]): string =>
      execFileSync(drydock, args, { cwd: place, env, encoding: 'utf8' });
    const told = run('--version').trim();
    if (told !== packageJson.version) {
      throw new Error(`the release says version ${told}, not ${packageJson.version}`);
    }
    const lodash = join(ROOT, 'node_modules', 'demo-lodash', 'package.json');
    const folder = join(place, 'rootfs', 'node_modules', 'lodash');
    mkdirSync(folder, { recursive: true });
    copyFileSync(lodash, join(folder, 'package.json'));
    const report = run('cves', '--format', 'json', 'fs://rootfs');
    const [, version = ''] = /"version": "([^"]+)"/.exec(readFileSync(lodash, 'utf8')) ?? [];
    if (!report.includes(`pkg:npm/lodash@${version}`) || !report.includes('CVE-2021-23337')) {
      throw new Error(`the release did not find lodash ${version} and CVE-2021-23337`);
    }
    console.log(
      `tried without Node on the PATH: version ${told}, found CVE-2021-23337 in lodash ${version}`,
    );
    refusesToServe(drydock, place, env);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

function refusesToServe(drydock: string, cwd: string, env: Unpacked['env']): void {
  let told = '';
  try {
    execFileSync(drydock, ['serve'], { cwd, env, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    told = error instanceof Error ? error.message : '';
  }
  if (!told.includes('drydock-server')) throw new Error(`the command line serves: ${told}`);
}

const READY_MS = 60_000;

/** Started in an empty folder: ready with its own database, and stopped in order. */
export async function tryServer(archive: string): Promise<void> {
  const { place, drydock, env } = unpack(archive);
  const from = Date.now();
  const child = spawn(drydock, ['serve'], {
    cwd: place,
    env: {
      ...env,
      DRYDOCK_DATA: join(place, 'data'),
      DRYDOCK_LISTEN: '127.0.0.1:0',
      DRYDOCK_OFFLINE: 'true',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
  });
  try {
    let told = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (told += text));
    while (!/ at http:\/\/\S+\n/.test(told)) {
      if (Date.now() - from > READY_MS || child.exitCode !== null) {
        throw new Error(`the server did not start: ${told}`);
      }
      await setTimeout(50);
    }
    const seconds = (Date.now() - from) / 1000;
    const [, url = ''] = / at (http:\/\/\S+)\n/.exec(told) ?? [];
    const ready = await fetch(`${url}/readyz`);
    if (!ready.ok) throw new Error(`the server is not ready: ${await ready.text()}`);
    child.kill('SIGTERM');
    const code = await ended;
    if (code !== 0) throw new Error(`the server ended with ${code}`);
    console.log(`tried without Node on the PATH: ready in ${seconds} s, stopped with ${code}`);
  } finally {
    child.kill('SIGKILL');
    rmSync(place, { recursive: true, force: true });
  }
}
