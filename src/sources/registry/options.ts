/** What the registry client needs from the world outside. */
export interface RegistryOptions {
  /** The folder of Docker's config.json; without it nobody is logged in. */
  readonly dockerConfig?: string;
  /** What credential helpers are found by (`PATH`) and run with, and what names proxies. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Registries (`host:port`) spoken to over plain HTTP; those on loopback always may be. */
  readonly plainHttp: readonly string[];
  /** Registries elsewhere than on loopback are refused. */
  readonly isOffline?: boolean;
  /** Requests for one thing before giving up. */
  readonly attempts: number;
  /** Milliseconds without a byte before a request counts as failed. */
  readonly idleTimeout: number;
  /** Waits; milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** From 0 up to 1: spreads retries. */
  readonly random: () => number;
}
