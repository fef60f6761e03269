import type { Failure } from '../base/index.ts';
import type { Environment } from './config.ts';

/** The process, as the commands of the server need it. */
export interface ServerProcess {
  readonly environment: Environment;
  readonly isRoot: boolean;
  readonly hasTerminal: boolean;
  /** For people, on standard output. */
  say(text: string): void;
  /** For people who watch, on standard error. */
  show(text: string): void;
  complain(failure: Failure): Promise<unknown>;
  /** Calls back for each of these signals. */
  onSignal(name: 'SIGINT' | 'SIGTERM' | 'SIGHUP', act: () => void): void;
}
