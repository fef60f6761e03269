import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './server-process.ts';

/** Programs of Debian's ceph-mon, ceph-osd, ceph-common and radosgw. */
export const CEPH_PROGRAMS: readonly string[] = ['ceph-mon', 'ceph-osd', 'ceph', 'radosgw'];

export interface Ceph {
  /** `http://127.0.0.1:PORT`, where S3 is spoken. */
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  stop(): Promise<void>;
}

const CREDENTIALS = { accessKeyId: 'AKDRYDOCK', secretAccessKey: 'a-secret-of-the-tests' };
const START_MS = 90_000;
/** What the one node may keep in memory. */
const STORE_BYTES = 4 * 1024 ** 3;

/**
 * One node of Ceph on loopback, all in memory, with its object gateway: a monitor, a storage daemon
 * and radosgw, which asks for cephx keys. No manager: nothing here is counted or balanced.
 */
export async function startCeph(folder: string): Promise<Ceph> {
  const [monitor, gateway] = [await freePort(), await freePort()];
  const env = { ...process.env, CEPH_CONF: join(folder, 'ceph.conf') };
  const running: ChildProcess[] = [];
  const run = (program: string, ...args: string[]): string =>
    execFileSync(program, args, { env, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] }).toString();
  const start = (program: string, ...args: string[]): void => {
    running.push(spawn(program, [...args, '-f'], { env, cwd: folder, stdio: 'ignore' }));
  };
  const stop = async (): Promise<void> => {
    for (const child of running.toReversed()) await end(child);
  };
  try {
    for (const name of ['mon', 'osd', 'rgw', 'run']) mkdirSync(join(folder, name));
    const cluster = randomUUID();
    writeFileSync(join(folder, 'ceph.conf'), configuration(folder, cluster, monitor, gateway));
    run('monmaptool', '--create', '--fsid', cluster, '--addv', 'a', at(monitor), 'monmap');
    makeKeys(run);
    run('ceph-mon', '-i', 'a', '--mkfs', '--monmap', 'monmap', '--keyring', 'keyring');
    start('ceph-mon', '-i', 'a');
    const disk = randomUUID();
    const secret = run('ceph-authtool', 'keyring', '-n', 'osd.0', '-p').trim();
    writeFileSync(join(folder, 'secret.json'), JSON.stringify({ cephx_secret: secret }));
    run('ceph', 'osd', 'new', disk, '-i', 'secret.json');
    run('ceph-osd', '-i', '0', '--mkfs', '--osd-uuid', disk);
    start('ceph-osd', '-i', '0');
    run('ceph', 'osd', 'crush', 'add', 'osd.0', '1.0', 'root=default', 'host=localhost');
    start('radosgw', '-n', 'client.rgw');
    const endpoint = `http://127.0.0.1:${gateway}`;
    await untilUp(endpoint);
    const keys = ['--access-key', CREDENTIALS.accessKeyId, '--secret-key'];
    const user = ['user', 'create', '--uid', 'drydock', '--display-name', 'drydock'];
    run('radosgw-admin', ...user, ...keys, CREDENTIALS.secretAccessKey);
    return { endpoint, credentials: CREDENTIALS, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function at(port: number): string {
  return `[v2:127.0.0.1:${port}/0]`;
}

/** One keyring for all: who they are must agree with what `ceph osd new` expects of an OSD. */
function makeKeys(run: (program: string, ...args: string[]) => string): void {
  const all = 'allow *';
  const osd = ['--cap', 'mon', 'allow profile osd', '--cap', 'mgr', 'allow profile osd'];
  const capabilities: Readonly<Record<string, readonly string[]>> = {
    'mon.': ['--cap', 'mon', all],
    'client.admin': ['--cap', 'mon', all, '--cap', 'osd', all, '--cap', 'mgr', all],
    'client.rgw': ['--cap', 'mon', all, '--cap', 'osd', all],
    'osd.0': [...osd, '--cap', 'osd', all],
  };
  run('ceph-authtool', '--create-keyring', 'keyring');
  for (const [name, granted] of Object.entries(capabilities)) {
    run('ceph-authtool', 'keyring', '--gen-key', '-n', name, ...granted);
  }
}

function configuration(folder: string, cluster: string, monitor: number, gateway: number): string {
  return `[global]
fsid = ${cluster}
mon host = ${at(monitor)}
mon initial members = a
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind ipv6 = false
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
auth allow insecure global id reclaim = false
keyring = ${folder}/keyring
run dir = ${folder}/run
admin socket = ${folder}/run/$name.asok
log file = ${folder}/$name.log
osd objectstore = memstore
memstore device bytes = ${STORE_BYTES}
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd crush chooseleaf type = 0
mon allow pool size one = true
mon max pg per osd = 1000
mon data avail crit = 1
mon data avail warn = 1
[mon.a]
mon data = ${folder}/mon
[osd.0]
osd data = ${folder}/osd
[client.rgw]
rgw frontends = beast endpoint=127.0.0.1:${gateway}
rgw data = ${folder}/rgw
rgw thread pool size = 32
`;
}

async function untilUp(endpoint: string): Promise<void> {
  for (const deadline = Date.now() + START_MS; Date.now() < deadline; await sleep(100)) {
    const answer = await fetch(endpoint).catch(() => undefined);
    if (answer?.ok) return;
  }
  throw new Error('Ceph does not start: its logs are beside its configuration');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  // All is in memory: nothing is lost that is not thrown away.
  child.kill('SIGKILL');
  await ended;
}
