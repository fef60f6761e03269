import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What Prometheus is told. */
export interface Metrics {
  readonly http: HttpMetrics;
  /**
   * Numbers that are looked up when they are asked for, by the value of a label; what cannot be looked
   * up is left out, and the rest is told all the same.
   */
  gauge(gauge: ReadGauge): void;
  text(): Promise<{ readonly mediaType: string; readonly text: string }>;
}

export interface ReadGauge {
  readonly name: string;
  readonly help: string;
  readonly label: string;
  readonly read: () => Promise<Readonly<Record<string, number>>>;
}

export interface HttpMetrics {
  /** Counts a request in, and by what it returns out. */
  began(surface: 'registry' | 'api'): (ended: EndedRequest) => void;
}

export interface EndedRequest {
  readonly method: string;
  readonly status: number;
  readonly seconds: number;
}

/** Anything else would let clients make series without end. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
/** Seconds: from a look-up in memory to an upload of gigabytes. */
const BUCKETS = [0.005, 0.02, 0.1, 0.5, 2, 10, 60, 600];

export function createMetrics(version: string): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  new Gauge({
    name: 'drydock_info',
    help: 'The version that runs.',
    labelNames: ['version'],
    registers,
  }).set({ version }, 1);
  return {
    http: httpMetrics(registers),
    gauge: ({ name, help, label, read }) => {
      const gauge: Gauge = new Gauge({
        name,
        help,
        labelNames: [label],
        collect: async (): Promise<void> => {
          gauge.reset();
          const values = await read().catch(() => ({}));
          for (const [key, value] of Object.entries(values)) gauge.set({ [label]: key }, value);
        },
      });
      registry.registerMetric(gauge);
    },
    text: async () => ({ mediaType: registry.contentType, text: await registry.metrics() }),
  };
}

function httpMetrics(registers: Registry[]): HttpMetrics {
  const inFlight = new Gauge({
    name: 'drydock_http_requests_in_flight',
    help: 'Requests that are being answered.',
    labelNames: ['surface'],
    registers,
  });
  const served = new Counter({
    name: 'drydock_http_requests_total',
    help: 'Requests that were answered; 499: the client went away.',
    labelNames: ['surface', 'method', 'status'],
    registers,
  });
  const seconds = new Histogram({
    name: 'drydock_http_request_seconds',
    help: 'From the first byte of a request to the last of its answer.',
    labelNames: ['surface', 'method'],
    buckets: BUCKETS,
    registers,
  });
  return {
    began: (surface) => {
      inFlight.inc({ surface });
      return (ended) => {
        const method = METHODS.has(ended.method) ? ended.method : 'other';
        inFlight.dec({ surface });
        served.inc({ surface, method, status: ended.status });
        seconds.observe({ surface, method }, ended.seconds);
      };
    },
  };
}
