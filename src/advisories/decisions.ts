import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, objectsAt, parseJson, textAt, textsAt } from './json.ts';
import { writeFileAtomically } from './snapshot/store.ts';

/** What decides which snapshot counts, beside the updates themselves. */
export interface Decisions {
  /** Updates go on, and what they make waits, until an administrator takes the pin away. */
  readonly pinnedAt?: string;
  /** Snapshots that are held back, by number. */
  readonly held: readonly HeldSnapshot[];
}

export interface HeldSnapshot {
  readonly number: number;
  readonly at: string;
  /** In words for an administrator. */
  readonly reasons: readonly string[];
}

/** Held ones that are remembered: as many as there are snapshots of a day. */
const REMEMBERED = 30;

export function readDecisions(folder: string): Decisions {
  const path = pathOf(folder);
  const document = existsSync(path) ? parseJson(readFileSync(path)) : undefined;
  if (!isObject(document)) return { held: [] };
  const pinnedAt = textAt(document, 'pinnedAt');
  const held = objectsAt(document, 'held').map((one) => ({
    number: Number(one['number']),
    at: textAt(one, 'at'),
    reasons: textsAt(one, 'reasons'),
  }));
  return { ...(pinnedAt !== '' && { pinnedAt }), held };
}

export function writeDecisions(folder: string, { pinnedAt, held }: Decisions): void {
  const text = JSON.stringify({ pinnedAt, held: held.slice(-REMEMBERED) }, undefined, 1);
  writeFileAtomically(pathOf(folder), Buffer.from(`${text}\n`));
}

function pathOf(folder: string): string {
  return join(folder, 'decisions.json');
}
