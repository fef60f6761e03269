import { hkdfSync, randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { Peers } from '../registry/index.ts';
import type { ServerConfig } from './server-config.ts';

export interface PeersOptions {
  readonly config: Pick<ServerConfig, 'dataFolder' | 'listen' | 'tls' | 'peerUrl'>;
  readonly publicUrl: string;
  /** The port that is listened on, where the kernel chose it. */
  readonly port: number;
  /** The keys that all processes of one database share. */
  readonly keys: readonly Uint8Array[];
}

const SECRET_BYTES = 32;

/** Who this process is to the others that share its database, and how they know each other. */
export function openPeers({ config, publicUrl, port, keys }: PeersOptions): Peers {
  const { dataFolder, tls } = config;
  return {
    self: {
      id: idOf(dataFolder),
      address: config.peerUrl ?? addressOf(config, port),
    },
    secrets: keys.map((key) =>
      Buffer.from(hkdfSync('sha256', key, '', 'drydock peers', SECRET_BYTES)),
    ),
    ...(tls && {
      tls: {
        certificate: readFileSync(tls.certificateFile, 'utf8'),
        host: new URL(publicUrl).hostname.replace(/^\[(.*)\]$/, '$1'),
      },
    }),
  };
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Stays with the folder, in which uploads wait for their process to come back. */
function idOf(dataFolder: string): string {
  const file = join(dataFolder, 'process-id');
  try {
    const id = readFileSync(file, 'utf8').trim();
    if (UUID.test(id)) return id;
  } catch (error) {
    if (!(error instanceof Error) || Reflect.get(error, 'code') !== 'ENOENT') throw error;
  }
  const id = randomUUID();
  writeFileSync(file, `${id}\n`, { mode: 0o600 });
  return id;
}

/** The address listened on; of all addresses, one that other machines can reach. */
function addressOf({ listen: { host }, tls }: PeersOptions['config'], port: number): string {
  const isEvery = host === '0.0.0.0' || host === '::';
  const address = isEvery ? (outerAddress() ?? '127.0.0.1') : host;
  const shown = isIP(address) === 6 ? `[${address}]` : address;
  return `${tls ? 'https' : 'http'}://${shown}:${port}`;
}

function outerAddress(): string | undefined {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const outer = all.filter(({ internal, address }) => !internal && !address.startsWith('fe80:'));
  return (outer.find(({ family }) => family === 'IPv4') ?? outer[0])?.address;
}
