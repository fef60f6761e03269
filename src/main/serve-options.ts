import type { Clock, Log } from '../base/index.ts';
import type { Progress } from './ground.ts';
import type { ServerConfig } from './server-config.ts';

/** What a server is started with. */
export interface ServeOptions {
  readonly config: ServerConfig;
  readonly version: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly progress: Progress;
}
