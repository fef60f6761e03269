import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { TaggedImage } from '../layout-of.ts';
import { writeLayout } from '../layout-of.ts';
import { scratch } from '../support/drydock.ts';
import { runProgram } from '../support/run-program.ts';
import type { WebServer } from './web-server.ts';

/** Pushes an image that is made here: `pushMade(server, 'alice/app:1', { layers })`. */
export async function pushMade(
  { host, user, password }: Pick<WebServer, 'host' | 'user' | 'password'>,
  reference: string,
  image: Omit<TaggedImage, 'tag'>,
): Promise<void> {
  const layout = join(mkdtempSync(join(scratch, 'layout-')), 'oci');
  writeLayout(layout, [{ ...image, tag: '1' }]);
  const to = ['--dest-tls-verify=false', '--dest-creds', `${user}:${password}`];
  const copy = ['copy', '-q', '--preserve-digests', ...to];
  await runProgram('skopeo', [...copy, `oci:${layout}:1`, `docker://${host}/${reference}`]);
}
