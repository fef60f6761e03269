import { setTimeout as sleep } from 'node:timers/promises';
import type { RepositoryRef } from './access.ts';
import type { Exchange } from './exchange.ts';
import { misdirected } from './peers.ts';
import type { UploadContext } from './upload-sessions.ts';
import { unknownUpload } from './upload-sessions.ts';

/** Between looks whether an owner is back, or has given the upload up. */
const LOOK_MS = 250;

/**
 * Clients keep to no server: who is asked for an upload that another one works on sends the request
 * there, and the answer back. True when that happened; false when the upload is, or now is, here.
 */
export async function isForwarded(
  { uploads, ports, settings, forwarder }: UploadContext,
  exchange: Exchange,
  { repository, id }: { readonly repository: RepositoryRef; readonly id: string },
): Promise<boolean> {
  for (let waited = 0; waited <= settings.limits.ownerReturnsMs; waited += LOOK_MS) {
    const owner = await uploads.ownerElsewhere(repository, id);
    if (!owner) return false;
    if (exchange.peer) throw misdirected();
    const forwarded = await forwarder.forward(exchange, owner, ports.clock.now());
    if (forwarded === 'answered') return true;
    if (await uploads.takeOver(repository, id, owner)) return false;
    await sleep(LOOK_MS);
  }
  ports.log.warn('upload lost with its server', { upload: id });
  throw unknownUpload();
}
