/** What is left when a person stops an analysis: nothing. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { tarData, tarHeader } from '../src/image/tar-builder.ts';

const DRYDOCK = join(import.meta.dirname, '..', 'bin', 'drydock');
const PATIENCE_MS = 20_000;

test('a signal ends the command, its workers and all it wrote', async (context) => {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    await context.test(signal, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'drydock-signals-'));
      const temporary = join(folder, 'tmp');
      mkdirSync(temporary);
      const child = spawn(process.execPath, [DRYDOCK, 'packages', '-'], {
        stdio: ['pipe', 'ignore', 'ignore'],
        env: {
          ...process.env,
          TMPDIR: temporary,
          DRYDOCK_DATA: join(folder, 'data'),
          DRYDOCK_OFFLINE: 'true',
        },
      });
      child.stdin?.on('error', () => undefined);
      try {
        await feedHalf(child);
        const workers = await workersOf(child);
        // One that cannot even notice that its parent is gone.
        for (const worker of workers) process.kill(worker, 'SIGSTOP');
        const ended = once(child, 'exit');
        child.kill(signal);
        assert.deepEqual(await ended, [code, null]);
        await gone(workers);
        assert.deepEqual(
          readdirSync(temporary).filter((name) => name !== 'node-compile-cache'),
          [],
        );
      } finally {
        child.kill('SIGKILL');
        rmSync(folder, { recursive: true, force: true });
      }
    });
  }
});

/** The start of a docker archive: a layer that goes on and on. */
async function feedHalf({ stdin }: ChildProcess): Promise<void> {
  assert.ok(stdin);
  const size = 2 ** 30;
  const layer = tarHeader({ name: 'abc/layer.tar', size });
  const file = tarHeader({ name: 'large', size: size - 4096 });
  const chunk = Buffer.concat([layer, file, tarData('x'.repeat(1 << 20))]);
  await new Promise<void>((resolve) => {
    stdin.write(chunk, () => resolve());
  });
}

/** Pids of the child's child processes, once there are any that read. */
async function workersOf({ pid }: ChildProcess): Promise<readonly number[]> {
  const end = performance.now() + PATIENCE_MS;
  while (performance.now() < end) {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
    const pids = children.trim().split(' ').filter(Boolean).map(Number);
    const workers = pids.filter((one) => commandOf(one).includes('worker'));
    if (workers.length > 0) return workers;
    await sleep(50);
  }
  throw new Error('no worker was started');
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

function isThere(pid: number): boolean {
  return commandOf(pid) !== '';
}

async function gone(pids: readonly number[]): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (pids.some(isThere)) {
    assert.ok(performance.now() < end, `workers ${pids.filter(isThere).join(', ')} live on`);
    await sleep(20);
  }
}
