import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import type { Accounts } from '../accounts/index.ts';
import type { Analyses } from '../analyses/index.ts';
import type { Clock, Log } from '../base/index.ts';
import type { Feeds } from './feeds.ts';
import type { Fleet } from './fleet.ts';
import type { IdempotencyRecords } from './idempotency.ts';
import type { Images } from './images.ts';
import type { Storage } from './storage.ts';
import type { WebFiles } from './web/web-files.ts';
import type { Vulnerabilities } from './vulnerabilities.ts';

/** What the API is made of; main wires it. */
export interface ApiOptions {
  readonly accounts: Accounts;
  readonly analyses: ApiAnalyses;
  readonly images: Images;
  readonly feeds: Feeds;
  readonly storage: Storage;
  readonly vulnerabilities: Vulnerabilities;
  readonly fleet: Fleet;
  readonly idempotency: IdempotencyRecords;
  readonly health: Health;
  readonly clock: Clock;
  readonly log: Log;
  readonly newId: () => string;
  readonly version: string;
  /** `https://registry.example.com`, no slash at the end. */
  readonly publicUrl: string;
  /** False: nothing is deleted by clients, whoever they are. */
  readonly allowsDeletion?: boolean;
  /** Where the operator tells how to get another plan. */
  readonly upgradeUrl?: string;
  /** Where the operator wants to hear from people. */
  readonly feedbackUrl?: string;
  /** The pages for browsers, where they are built. */
  readonly web?: WebFiles;
  /** Of the client, behind those proxies that are trusted. */
  readonly clientAddress: (request: IncomingMessage) => string;
  /** Milliseconds between signs of life in streams of events. */
  readonly heartbeatMs?: number;
  /** In tests: throws where an answer is not what its schema says. */
  readonly checkAnswer?: (schema: z.ZodType, answer: unknown) => void;
}

/** What the API asks of analyses. */
export type ApiAnalyses = Pick<
  Analyses,
  | 'stateOf'
  | 'report'
  | 'view'
  | 'contents'
  | 'statesOf'
  | 'hierarchy'
  | 'basesFor'
  | 'upgrades'
  | 'basesInUse'
  | 'importBase'
  | 'publicBases'
  | 'removeBase'
  | 'lastChange'
  | 'firstSeen'
  | 'packages'
  | 'activated'
  | 'deactivated'
  | 'exportReport'
  | 'explain'
  | 'history'
  | 'rerun'
  | 'cancel'
  | 'pushSbom'
  | 'queue'
  | 'queueEntries'
  | 'retry'
  | 'cancelQueued'
  | 'snapshot'
  | 'snapshotPart'
  | 'events'
>;

export interface Health {
  /** What an administrator is told besides: in words, and what runs here. */
  details(): Promise<HealthDetails>;
  /** Of what the server depends on; must answer within a second or two. */
  checks(): Promise<readonly HealthCheck[]>;
  /** False while the server stops: load balancers send nothing new. */
  isAccepting(): boolean;
  /** Prometheus' text format. */
  metrics(): Promise<{ readonly mediaType: string; readonly text: string }>;
}

export interface HealthCheck {
  readonly name: string;
  readonly isFine: boolean;
  readonly detail?: string;
}

export interface HealthDetails {
  readonly findings: readonly HealthFinding[];
  readonly versions: Readonly<Record<string, string>>;
}

export interface HealthFinding {
  readonly name: string;
  /** A warning will be trouble some day; a problem is. */
  readonly kind: 'fine' | 'warning' | 'problem';
  readonly what: string;
  /** What to do about it. */
  readonly help?: string;
}
