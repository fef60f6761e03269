import type { Clock, Failure, Log } from '../base/index.ts';
import type { AdvisorySnapshot } from '../model/index.ts';
import type { Canary } from './activation.ts';
import type { FeedIntervals } from './feed-schedule.ts';
import type { FeedProgress } from './update.ts';
import type { RunUpdate } from './update-process.ts';

export interface ServerSnapshotOptions {
  /** Its own: `<data>/advisories`. */
  readonly folder: string;
  /** As DRYDOCK_FEEDS: mirrors, folders, `publishers`; '': each feed's own address. */
  readonly origins: string;
  /** Nothing is fetched but from folders. */
  readonly isOffline: boolean;
  /** How often each feed is asked for. */
  readonly intervals: FeedIntervals;
  /** What a snapshot would change: one that looks wrong is held for an administrator. */
  readonly canary: Canary;
  readonly clock: Clock;
  readonly log: Log;
  readonly runUpdate?: RunUpdate;
  readonly onActivated?: (snapshot: AdvisorySnapshot) => void;
  /** The first feeds are all there: what was matched before had less to go by. */
  readonly onFirstDone?: (snapshot: AdvisorySnapshot) => void;
}

export interface ServerSnapshotStatus {
  readonly number: number;
  readonly digest: AdvisorySnapshot['digest'];
  readonly createdAt: string;
  readonly isStarter: boolean;
  readonly namespaces: number;
  /** Of each feed, when its publisher was last asked and had nothing newer. */
  readonly checked: Readonly<Record<string, string>>;
  /** Updates that run or wait for it. */
  readonly updates: number;
  readonly progress?: FeedProgress;
  readonly failure?: Failure & { readonly at: string };
}
