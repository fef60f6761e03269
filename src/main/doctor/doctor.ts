import type { Clock, Log } from '../../base/index.ts';
import { lockFolder } from '../../store/index.ts';
import { existsSync } from 'node:fs';
import type { ServerConfig } from '../server-config.ts';
import { ADVISORIES, SANDBOX, workerProgram } from './analysis-checks.ts';
import type { Check, Finding, Patient } from './check.ts';
import { problem, reasonOf } from './check.ts';
import { DATABASE } from './database-checks.ts';
import { PORT, TLS, URL_LEADS_HERE } from './network-checks.ts';
import { BLOBS, DATA_FOLDER, disk, SECRET_KEY } from './storage-checks.ts';

/** In the order in which one would mend. */
export const CHECKS: readonly Check[] = [
  DATA_FOLDER,
  disk(),
  SECRET_KEY,
  DATABASE,
  BLOBS,
  PORT,
  TLS,
  URL_LEADS_HERE,
  workerProgram(),
  SANDBOX,
  ADVISORIES,
];

export interface Diagnosed {
  readonly name: string;
  readonly finding: Finding;
}

/** Looks at everything; a check that cannot be made is a problem too. Nothing is changed. */
export async function diagnose(
  {
    config,
    clock,
    log,
  }: { readonly config: ServerConfig; readonly clock: Clock; readonly log: Log },
  checks: readonly Check[] = CHECKS,
): Promise<readonly Diagnosed[]> {
  const patient: Patient = { config, clock, log, isServing: isServed(config.dataFolder) };
  const diagnosed: Diagnosed[] = [];
  for (const check of checks) {
    const findings = await attempt(() => check.run(patient));
    diagnosed.push(...findings.map((finding) => ({ name: check.name, finding })));
  }
  return diagnosed;
}

async function attempt(run: () => ReturnType<Check['run']>): Promise<readonly Finding[]> {
  try {
    return await run();
  } catch (error) {
    return [
      problem(`cannot be looked at: ${reasonOf(error)}`, 'run this as the user of the server'),
    ];
  }
}

function isServed(dataFolder: string): boolean {
  if (!existsSync(dataFolder)) return false;
  try {
    const lock = lockFolder(dataFolder);
    if (lock.ok) lock.value.release();
    return !lock.ok && lock.error.code === 'store.folder.in-use';
  } catch {
    return false;
  }
}

/** A line for each, and what to do below those that are not fine. */
export function diagnosisText(diagnosed: readonly Diagnosed[]): string {
  const width = Math.max(...diagnosed.map(({ name }) => name.length));
  const lines = diagnosed.flatMap(({ name, finding }) => {
    const line = `${MARKS[finding.kind]}  ${name.padEnd(width)}  ${finding.what}`;
    return finding.kind === 'fine' ? [line] : [line, `${' '.repeat(11 + width)}-> ${finding.help}`];
  });
  return `${lines.join('\n')}\n`;
}

const MARKS = { fine: 'fine   ', warning: 'warning', problem: 'PROBLEM' } as const;
