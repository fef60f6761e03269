/**
 * `node bench/serve.ts`: starts a server in an empty folder and again, and tells how long it takes until it
 * is ready, what that costs, and what it needs when nothing happens (I11).
 */
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { figuresOf } from './process-figures.ts';

const DRYDOCK = join(import.meta.dirname, '../bin/drydock');
const IDLE_MS = 10_000;

const data = mkdtempSync(join(tmpdir(), 'drydock-bench-'));
chmodSync(data, 0o755);
try {
  await start('in an empty folder');
  await start('again');
} finally {
  rmSync(data, { recursive: true, force: true });
}

async function start(how: string): Promise<void> {
  const from = performance.now();
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', DRYDOCK, 'serve'],
    {
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: data,
        DRYDOCK_DATA: join(data, 'data'),
        DRYDOCK_LISTEN: '127.0.0.1:0',
        DRYDOCK_OFFLINE: 'true',
        DRYDOCK_LOG_LEVEL: 'error',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let told = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (told += text));
  while (!told.includes(' ready ')) {
    if (child.exitCode !== null) throw new Error(`it did not start: ${told}`);
    await setTimeout(5);
  }
  const ready = performance.now() - from;
  const pid = child.pid ?? 0;
  const { cpuSeconds } = figuresOf(pid);
  console.log(`${how}: ready in ${(ready / 1000).toFixed(2)} s, ${cpuSeconds.toFixed(2)} s of CPU`);
  await setTimeout(IDLE_MS);
  const own = Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  const all = figuresOf(pid).megabytes;
  console.log(
    `  idle: ${(own / 1024).toFixed(0)} MB resident; with its database and workers ${all.toFixed(0)} MB, shared pages once`,
  );
  const ended = new Promise((resolve) => {
    child.once('exit', resolve);
  });
  child.kill('SIGTERM');
  await ended;
}
