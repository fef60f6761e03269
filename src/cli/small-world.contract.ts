import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Clock } from '../base/index.ts';
import { runCli } from './program.ts';
import { createPainter } from './text/painter.ts';
import type { Output, World } from './world.ts';
import { padding, tarEnd, tarHeader } from '../sources/index.ts';

/** What a command line did. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface SmallWorld {
  readonly dataFolder: string;
  readonly stdin?: Uint8Array;
  readonly clock?: Clock;
  /** Absent: the platform's, which reaches this machine only. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** Absent: empty. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Columns of a terminal with colours; absent: output is piped. */
  readonly columns?: number;
}

/** Runs a command line with fake outputs, the starter feed and no network. */
export async function run(args: readonly string[], small: SmallWorld): Promise<Ran> {
  const texts = { out: '', err: '' };
  const code = await runCli(args, smallWorld(small, texts));
  return { code, ...texts };
}

/** The outside of that run. */
export function smallWorld(small: SmallWorld, texts: { out: string; err: string }): World {
  const { dataFolder, stdin, columns } = small;
  const isTerminal = columns !== undefined;
  const painter = createPainter({
    hasColour: isTerminal,
    hasLinks: isTerminal,
    columns: columns ?? Infinity,
  });
  const outputTo = (name: 'out' | 'err'): Output => ({
    isTerminal,
    rows: isTerminal ? 60 : Infinity,
    painter,
    write: (text) => {
      texts[name] += text;
      return Promise.resolve();
    },
  });
  return {
    version: '1.2.3',
    clock: small.clock ?? { now: () => Date.UTC(2026, 0, 31) },
    out: outputTo('out'),
    err: outputTo('err'),
    config: {
      dataFolder,
      temporaryFolder: dataFolder,
      isOffline: true,
      dockerConfigFolder: dataFolder,
    },
    outside: {
      stdin: Readable.from(stdin ? [stdin] : []),
      platform: 'linux/amd64',
      environment: small.environment ?? {},
      sleep: () => Promise.resolve(),
      random: () => 0,
      fetch: (url, init) => (small.fetch ?? fetch)(url, init),
    },
  };
}

/** A docker archive of one layer with these files. */
export function dockerArchive(files: Readonly<Record<string, string>>): Buffer {
  const layer = tarOf(files);
  const config = JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    created: '2026-01-01T00:00:00Z',
    config: {},
    rootfs: { type: 'layers', diff_ids: [`sha256:${sha256(layer)}`] },
    history: [{ created_by: '/bin/sh -c #(nop) COPY . /app' }],
  });
  const name = `${sha256(Buffer.from(config))}.json`;
  const manifest = [{ Config: name, RepoTags: ['acme/small:1'], Layers: ['layer.tar'] }];
  return tarOf({
    'layer.tar': layer,
    [name]: config,
    'manifest.json': JSON.stringify(manifest),
  });
}

function tarOf(files: Readonly<Record<string, string | Buffer>>): Buffer {
  const parts = Object.entries(files).flatMap(([path, text]) => {
    const content = Buffer.from(text);
    const size = content.length;
    const header = tarHeader({ path, kind: 'file', mode: 0o644, size, target: '' });
    return [header, content, padding(size)];
  });
  return Buffer.concat([...parts, tarEnd()]);
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
