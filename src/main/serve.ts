import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Clock, Failure, Log, Result } from '../base/index.ts';
import { ok } from '../base/index.ts';
import type { Application } from './application.ts';
import { openApplication } from './application.ts';
import { openGround } from './ground.ts';
import type { Ground } from './ground.ts';
import { createDispatcher } from './http/dispatcher.ts';
import { Drain } from './http/drain.ts';
import { createForwarded } from './http/forwarded.ts';
import type { HttpServer, Listeners } from './http/http-server.ts';
import { startHttpServer } from './http/http-server.ts';
import { readTlsFiles, watchTlsFiles } from './http/tls-files.ts';
import { createMetrics } from './metrics.ts';
import type { ServeOptions } from './serve-options.ts';
import type { ServerConfig } from './server-config.ts';

/** A server that takes requests. */
export interface RunningServer {
  readonly url: string;
  readonly databaseStory: string;
  /** While nobody can administer it: the way to become the one who does, once. */
  readonly setUpLink: string | undefined;
  /** Reads the files of the certificate again. */
  renewCertificate(): void;
  /** Finishes what was begun, and lets nobody begin. */
  stop(): Promise<void>;
}

/** A client that pushes or pulls asks again within this: it pauses only to compress a layer. */
const QUIET_MS = 3_000;
/** New ones may come while others end; after this only pushes that go on are waited for. */
const CLIENTS_MS = 30_000;
/** A connection that was taken last says by then what it wants. */
const LATE_MS = 300;
/** A blob of gigabytes over a slow line; the supervisor of the process may be less patient. */
const ANSWERS_MS = 10 * 60_000;

/** A clock that is set back would make the end wait for ever. */
const MONOTONIC: Clock = { now: () => performance.now() };

/** Starts everything in order. What was begun is undone where a later step fails. */
export async function startServer(options: ServeOptions): Promise<Result<RunningServer, Failure>> {
  const { config, log, progress } = options;
  const tls = config.tls && readTlsFiles(config.tls);
  if (tls && !tls.ok) return tls;
  const ground = await openGround(config, log, progress);
  if (!ground.ok) return ground;
  const ready = Promise.withResolvers<Listeners>();
  const http = await startHttpServer({
    listen: config.listen,
    ...(tls && { tls: tls.value }),
    // Who comes while the rest is made waits for it.
    listeners: {
      request: (...asked) => void ready.promise.then(({ request }) => request(...asked)),
      checkContinue: (...asked) => void ready.promise.then((made) => made.checkContinue(...asked)),
    },
    log,
  });
  if (!http.ok) {
    await ground.value.close();
    return http;
  }
  const application = await openOn(options, ground.value, http.value.port, ready.resolve);
  if (!application.ok) {
    http.value.close();
    http.value.destroy();
    await ground.value.close();
    return application;
  }
  return ok(running(options, ground.value, http.value, application.value));
}

type Opened = Application & { readonly drain: Drain; readonly publicUrl: string };

async function openOn(
  options: ServeOptions,
  ground: Ground,
  port: number,
  ready: (listeners: Listeners) => void,
): Promise<Result<Opened, Failure>> {
  const { config, clock, log } = options;
  const drain = new Drain(MONOTONIC);
  const metrics = createMetrics(options.version);
  const publicUrl = config.publicUrl ?? addressOf(config, port);
  const forwarded = createForwarded(config.trustedProxies, publicUrl);
  const parts = { ...options, ground, drain, metrics, forwarded, publicUrl, port };
  const application = await openApplication(parts);
  if (!application.ok) return application;
  const { registry, registryExpecting, api } = application.value;
  ready(
    createDispatcher({
      registry,
      registryExpecting,
      api,
      drain,
      metrics: metrics.http,
      addressOf: forwarded.addressOf,
      newId: randomUUID,
      clock,
      log,
    }),
  );
  return ok({ ...application.value, drain, publicUrl });
}

function running(
  { config, log }: ServeOptions,
  ground: Ground,
  http: HttpServer,
  application: Opened,
): RunningServer {
  const watch = config.tls && watchTlsFiles(config.tls, http.renew, log);
  log.info('server started', { url: application.publicUrl, port: http.port });
  return {
    url: application.publicUrl,
    databaseStory: ground.databaseStory,
    setUpLink: application.setUpLink,
    renewCertificate: () => watch?.look(),
    stop: async () => {
      watch?.end();
      await drained(application.drain, http, application, log);
      await ground.close();
      log.info('server stopped');
    },
  };
}

/**
 * Readiness goes off first and every answer closes its connection, so that clients move on to another
 * process; pushes and pulls that go on here may end; then nobody is let in, what is in flight is answered, and jobs
 * go back into the queue.
 */
async function drained(
  drain: Drain,
  http: HttpServer,
  application: Application,
  log: Log,
): Promise<void> {
  drain.begin();
  log.info('server stopping', { inFlight: drain.inFlight });
  if (!(await drain.clientsEnded(QUIET_MS, CLIENTS_MS))) {
    log.info('clients still come: only their pushes are waited for');
    if (!(await drain.pushesEnded(QUIET_MS, ANSWERS_MS))) log.warn('clients do not end');
  }
  http.close();
  await setTimeout(LATE_MS);
  const left = application.leave();
  if (!(await drain.answered(ANSWERS_MS))) log.warn('requests cut', { count: drain.inFlight });
  http.destroy();
  await left;
  await application.close();
}

function addressOf({ listen, tls }: ServerConfig, port: number): string {
  const host = listen.host.includes(':') ? `[${listen.host}]` : listen.host;
  // Everybody's address is nobody's name.
  const shown = host === '0.0.0.0' || host === '[::]' ? 'localhost' : host;
  return `${tls ? 'https' : 'http'}://${shown}:${port}`;
}
