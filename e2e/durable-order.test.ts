import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { test } from 'node:test';
import { withoutPrograms } from './support/corpus.ts';
import { scratch } from './support/drydock.ts';
import { startDrydock } from './support/drydock-server.ts';
import { manifestOf, pushBlob, putManifest, sha256, signedIn } from './support/raw-registry.ts';

const isRoot = process.getuid?.() === 0;
const skip =
  withoutPrograms('strace') || (isRoot ? false : 'SKIPPED: only root may trace another process');

const CALLS = 'fsync,fdatasync,rename,renameat,renameat2,write,writev,sendto,sendmsg,openat';
const MARK = 'x'.repeat(50);

test(
  'a blob is synced, renamed, its folder synced, its record written, and then answered (A7)',
  { skip },
  async () => {
    const server = await startDrydock({ data: mkdtempSync(join(scratch, 'data-')) });
    try {
      const registry = await signedIn(server.host, 'repository:traced/app:pull,push');
      const config = Buffer.from(`{"architecture":"amd64","os":"linux","mark":"${MARK}"}`);
      const digest = sha256(config);
      // What is made once, as the folder of a shard, is made before.
      await pushBlob(registry, 'traced/app', sha256(Buffer.from('{}')), Buffer.from('{}'));
      const trace = join(scratch, 'trace');
      const args = ['-f', '-y', '-s', '600', '-e', `trace=${CALLS}`, '-o', trace];
      const strace = spawn('strace', [...args, '-p', String(server.pid)], {
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      await attached(strace.stderr);
      assert.equal((await pushBlob(registry, 'traced/app', digest, config)).status, 201);
      const manifest = manifestOf({ digest, size: config.length }, []);
      assert.equal((await putManifest(registry, 'traced/app', '1', manifest)).status, 201);
      const ended = new Promise((resolve) => strace.once('exit', resolve));
      strace.kill('SIGINT');
      await ended;
      const hex = digest.slice('sha256:'.length);
      assertOrder(readFileSync(trace, 'utf8').split('\n'), [
        [
          'the file is synced',
          /f(?:data)?sync\(\d+<[^>]*\/uploads?\/|f(?:data)?sync\(\d+<[^>]*spool/,
        ],
        ['it is renamed', new RegExp(`rename\\w*\\(.*"[^"]*/${hex}"`)],
        ['its folder is synced', new RegExp(`fsync\\(\\d+<[^>]*/${hex.slice(0, 2)}>`)],
        ['its record is written', /insert into repository_blobs/],
        ['it is answered', /HTTP\/1\.1 201/],
      ]);
    } finally {
      await server.stop();
    }
  },
);

/** It says so when it has all threads. */
async function attached(words: Readable): Promise<void> {
  let told = '';
  for await (const chunk of words.iterator({ destroyOnReturn: false })) {
    told += String(chunk);
    if (told.includes(' attached')) return;
  }
  assert.fail(`strace: ${told}`);
}

/** Each is found behind the one before; calls that are cut in two end where they are resumed. */
function assertOrder(
  lines: readonly string[],
  steps: readonly (readonly [string, RegExp])[],
): void {
  let at = 0;
  for (const [what, pattern] of steps) {
    const found = lines.findIndex((line, index) => index >= at && pattern.test(line));
    assert.ok(
      found >= 0,
      `${what}: no call after line ${at} of\n${lines.slice(at, at + 60).join('\n')}`,
    );
    at = endOf(lines, found) + 1;
  }
}

/** Where a call that was begun on a line returns. */
function endOf(lines: readonly string[], begun: number): number {
  const line = lines[begun] ?? '';
  if (!line.includes('<unfinished ...>')) return begun;
  const [, thread = '', call = ''] = /^(\d+)\s+(\w+)\(/.exec(line) ?? [];
  const resumed = new RegExp(`^${thread}\\s+<\\.\\.\\. ${call} resumed>`);
  const end = lines.findIndex((one, index) => index > begun && resumed.test(one));
  assert.ok(end >= 0, `${call} of ${thread} does not return`);
  return end;
}
