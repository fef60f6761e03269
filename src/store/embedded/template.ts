import {
  chmodSync,
  chownSync,
  closeSync,
  cpSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { DatabaseOwner } from './database-owner.ts';
import type { Programs } from './programs.ts';

/** Of a cluster that a release brings, beside its programs. */
export const TEMPLATE = 'template';

/** initdb asks for the name of its user, and Kubernetes gives users that have none; postgres does not ask. */
export function isWithoutName(trouble: string): boolean {
  return trouble.includes('could not look up effective user ID');
}

/** A cluster as initdb made it when the programs were packed; `undefined` where none was. */
export function templateBeside({ postgres }: Programs): string | undefined {
  const template = join(dirname(dirname(postgres)), TEMPLATE);
  return existsSync(join(template, 'PG_VERSION')) ? template : undefined;
}

/** Copies it into an empty folder, durably. */
export function copyTemplate(
  template: string,
  place: string,
  owner: DatabaseOwner | undefined,
): void {
  cpSync(template, place, { recursive: true });
  const paths = readdirSync(place, { recursive: true, withFileTypes: true });
  for (const path of paths) {
    const name = join(path.parentPath, path.name);
    if (owner) chownSync(name, owner.uid, owner.gid);
    chmodSync(name, path.isDirectory() ? 0o700 : 0o600);
    sync(name);
  }
  chmodSync(place, 0o700);
  if (owner) chownSync(place, owner.uid, owner.gid);
  sync(place);
}

function sync(path: string): void {
  const handle = openSync(path, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
