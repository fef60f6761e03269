import packageJson from '../../../package.json' with { type: 'json' };
import type { Failure } from '../../base/index.ts';
import type { ServerCommand } from '../../cli/index.ts';
import { createLog } from '../log.ts';
import { readServerConfig } from '../server-config.ts';
import type { ServerProcess } from '../server-process.ts';
import { backup, restore } from './backup-commands.ts';
import type { BackupWorld } from './backup-commands.ts';
import type { OnProgress } from './format.ts';
import { readKey } from './key-file.ts';
import type { KeyStory } from './restore-backup.ts';

type BackupCommand = Extract<ServerCommand, { readonly file: string }>;

/** `drydock backup` and `drydock restore`: the exit code. */
export async function runBackupCommand(
  command: BackupCommand,
  outside: ServerProcess,
): Promise<number> {
  const config = readServerConfig(outside.environment, outside.isRoot);
  if (!config.ok) return failed(outside, config.error);
  const meter = createMeter(outside);
  const told = await run(command, {
    config: config.value,
    version: packageJson.version,
    clock: { now: () => Date.now() },
    log: createLog(config.value.logLevel ?? 'error'),
    onProgress: meter.onProgress,
  });
  meter.end();
  if (told.kind === 'failed') return failed(outside, told.failure);
  outside.say(told.text);
  return 0;
}

type Told =
  | { readonly kind: 'done'; readonly text: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

async function run(command: BackupCommand, world: BackupWorld): Promise<Told> {
  const { file } = command;
  if (command.kind === 'backup') {
    const done = await backup(file, command.withKey, world);
    if (!done.ok) return { kind: 'failed', failure: done.error };
    const { tables, rows, blobs, bytes } = done.value;
    const what = `${rows} rows of ${tables} tables and ${blobs} blobs`;
    const text = `${file}: ${what}, ${shown(bytes)}\n`;
    return { kind: 'done', text: text + leftOut(command.withKey, world.config) };
  }
  const done = await restore(file, world);
  if (!done.ok) return { kind: 'failed', failure: done.error };
  const { madeAt, version, tables, rows, blobs, key } = done.value;
  const what = `${rows} rows of ${tables} tables and ${blobs} blobs, each verified`;
  const text = `restored the state of ${madeAt} (drydock ${version}): ${what}\n`;
  return { kind: 'done', text: text + keyLine(key, world.config) };
}

function leftOut(withKey: boolean, { secretKeyFile }: BackupWorld['config']): string {
  if (withKey) return 'The key is in it: whoever has the file can open every secret.\n';
  if (readKey(secretKeyFile) === undefined) return '';
  return `The key is not in it: keep ${secretKeyFile} apart, for as long as the backup.\n`;
}

function keyLine(key: KeyStory, { secretKeyFile }: BackupWorld['config']): string {
  switch (key) {
    case 'restored':
      return `The key is in ${secretKeyFile}.\n`;
    case 'wanted':
      return `Before the server starts: put the key of the old instance into ${secretKeyFile}.\n`;
    case 'there':
    case 'none':
      return '';
  }
}

const SHOW_EVERY_MS = 200;
const CLEAR_LINE = '\r\u001B[K';

/** One line that is written over, on a terminal; elsewhere nothing but the end is told. */
function createMeter(outside: ServerProcess): { onProgress: OnProgress; end(): void } {
  let shownAt = -Infinity;
  return {
    onProgress({ what, bytes, total }) {
      const now = performance.now();
      if (!outside.hasTerminal || now - shownAt < SHOW_EVERY_MS) return;
      shownAt = now;
      const share = total > 0 ? ` of ${shown(total)}, ${Math.floor((100 * bytes) / total)} %` : '';
      outside.show(`${CLEAR_LINE}${what}: ${shown(bytes)}${share}`);
    },
    end() {
      if (shownAt > 0) outside.show(CLEAR_LINE);
    },
  };
}

function shown(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${bytes} bytes`;
}

async function failed(outside: ServerProcess, failure: Failure): Promise<number> {
  await outside.complain(failure);
  return 1;
}
