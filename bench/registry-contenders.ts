import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startDrydock } from '../e2e/support/drydock-server.ts';
import { signedIn, type RawRegistry } from '../e2e/support/raw-registry.ts';
import { freePort } from '../e2e/support/server-process.ts';
import { createTokenIssuer, type TokenIssuer } from '../e2e/support/token-issuer.ts';

/** A registry that runs, with token authorization as the others have it. */
export interface Contender {
  readonly name: string;
  readonly host: string;
  /** Of the server; its children are counted with it. */
  readonly pid: number;
  /** May pull from and push to the repository. */
  client(repository: string): Promise<RawRegistry>;
  stop(): Promise<void>;
}

export interface ContenderPlan {
  readonly name: string;
  /** Absent programs are left out, and the table says so. */
  readonly program: string;
  start(folder: string): Promise<Contender>;
}

/** `go install` puts distribution 3's program under the name `registry`. */
export function plansFor(programs: Readonly<Record<string, string>>): ContenderPlan[] {
  const zot = programs['zot'] ?? 'zot';
  return [
    distribution('docker-registry', programs['docker-registry'] ?? 'docker-registry'),
    distribution('distribution-3', programs['distribution-3'] ?? 'registry'),
    { name: 'zot', program: zot, start: (folder) => startZot(zot, folder) },
    { name: 'drydock', program: join(import.meta.dirname, '../bin/drydock'), start: startOurs },
  ];
}

function distribution(name: string, program: string): ContenderPlan {
  return { name, program, start: (folder) => startDistribution(name, program, folder) };
}

export function isInstalled(program: string): boolean {
  return existsSync(program) || spawnSync('which', [program]).status === 0;
}

async function startDistribution(
  name: string,
  program: string,
  folder: string,
): Promise<Contender> {
  const issuer = createTokenIssuer(folder);
  const host = `127.0.0.1:${await freePort()}`;
  const { certificate: rootcertbundle, issuer: from, service } = issuer;
  const path = join(folder, 'config.yml');
  // JSON is YAML.
  writeFileSync(
    path,
    JSON.stringify({
      version: 0.1,
      log: { level: 'error', accesslog: { disabled: true } },
      storage: { filesystem: { rootdirectory: join(folder, 'storage') } },
      http: { addr: host, secret: 'of one process' },
      auth: { token: { realm: `http://${host}/none`, service, issuer: from, rootcertbundle } },
    }),
  );
  // Distribution 3 would send traces to a collector.
  const env = { ...process.env, OTEL_TRACES_EXPORTER: 'none' };
  const child = spawn(program, ['serve', path], { stdio: ['ignore', 'ignore', 'inherit'], env });
  return running(name, host, child, clientsOf(host, issuer));
}

async function startZot(program: string, folder: string): Promise<Contender> {
  const issuer = createTokenIssuer(folder);
  const port = String(await freePort());
  const host = `127.0.0.1:${port}`;
  const { certificate: cert, service } = issuer;
  const path = join(folder, 'config.json');
  const auth = { bearer: { realm: `http://${host}/none`, service, cert } };
  writeFileSync(
    path,
    JSON.stringify({
      distSpecVersion: '1.1.0',
      storage: { rootDirectory: join(folder, 'storage'), commit: true },
      http: { address: '127.0.0.1', port, auth },
      log: { level: 'error' },
    }),
  );
  const child = spawn(program, ['serve', path], { stdio: ['ignore', 'ignore', 'inherit'] });
  return running('zot', host, child, clientsOf(host, issuer));
}

async function startOurs(folder: string): Promise<Contender> {
  const data = join(folder, 'data');
  mkdirSync(data);
  const server = await startDrydock({ data });
  return {
    name: 'drydock',
    host: server.host,
    pid: server.pid,
    client: (repository) => signedIn(server.host, `repository:${repository}:pull,push`),
    stop: async () => {
      await server.stop();
    },
  };
}

function clientsOf(host: string, issuer: TokenIssuer): Contender['client'] {
  return (repository) => {
    const token = issuer.token(repository, ['pull', 'push']);
    return Promise.resolve({ host, authorization: `Bearer ${token}` });
  };
}

async function running(
  name: string,
  host: string,
  child: ChildProcess,
  client: Contender['client'],
): Promise<Contender> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  for (let tries = 0; !(await answers(host)); tries += 1) {
    if (child.exitCode !== null || tries > 200) throw new Error(`${name} does not start`);
    await sleep(50);
  }
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  return { name, host, pid: child.pid ?? 0, client, stop };
}

async function answers(host: string): Promise<boolean> {
  try {
    return [200, 401].includes((await fetch(`http://${host}/v2/`)).status);
  } catch {
    return false;
  }
}
