import type { Clock, Log } from '../../base/index.ts';
import type { ServerConfig } from '../server-config.ts';

/** What a check found. A warning will be trouble some day; a problem is. */
export type Finding =
  | { readonly kind: 'fine'; readonly what: string }
  | { readonly kind: 'warning' | 'problem'; readonly what: string; readonly help: string };

/** One thing that can be wrong with an installation. It changes nothing. */
export interface Check {
  /** As people call it: `data folder`. */
  readonly name: string;
  run(patient: Patient): Promise<readonly Finding[]> | readonly Finding[];
}

/** What is looked at. */
export interface Patient {
  readonly config: ServerConfig;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether a server runs on the data folder now. */
  readonly isServing: boolean;
}

export function fine(what: string): Finding {
  return { kind: 'fine', what };
}

export function warning(what: string, help: string): Finding {
  return { kind: 'warning', what, help };
}

export function problem(what: string, help: string): Finding {
  return { kind: 'problem', what, help };
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
