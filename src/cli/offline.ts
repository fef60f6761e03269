import type { Failure } from '../base/index.ts';
import { failure } from '../base/index.ts';
import type { World } from './world.ts';

/** Why nothing is fetched from feeds elsewhere; `undefined` when it may be, or they are all here. */
export function offlineFailure({ config }: World): Failure | undefined {
  if (!config.isOffline) return undefined;
  const origins = (config.feeds ?? '').split(',').filter((origin) => origin.trim() !== '');
  if (origins.length > 0 && origins.every(isHere)) return undefined;
  const message =
    'DRYDOCK_OFFLINE is set: unset it, or name a folder by DRYDOCK_FEEDS, or use `drydock db import`';
  return failure('cli.offline', message);
}

/** A folder, or a server on this machine. */
function isHere(origin: string): boolean {
  const text = origin.trim();
  if (text === 'publishers') return false;
  return !/^https?:/.test(text) || /^https?:\/\/(?:127\.|localhost[:/]|\[::1\])/.test(text);
}
