import { readFile, stat } from 'node:fs/promises';
import type { Failure, Result } from '../../base/index.ts';
import { err, failure, ok } from '../../base/index.ts';
import { complain } from '../complain.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import { systemReasonOf } from '../failure-of-system.ts';
import { stateText } from '../server/state-text.ts';
import { bytesText } from '../text/amounts.ts';
import type { World } from '../world.ts';
import type { ServerOptions } from './repo.ts';
import { onRepository, pathOf, tell } from './repo.ts';

/** As much as the server takes. */
const MOST_BYTES = 64 * 1024 * 1024;

/** `drydock push-sbom NAME:TAG FILE`: a report on the server from an SBOM made elsewhere. */
export function pushSbom(
  name: string,
  file: string,
  options: ServerOptions,
  world: World,
): Promise<ExitCode> {
  return onRepository(name, options, world, async (at, client) => {
    const read = await readSbom(file);
    if (!read.ok) return complain(read.error, world);
    const { tag = 'latest', namespace, repository } = at;
    const done = await client.pushSbom({
      ...pathOf(at),
      name: tag,
      body: read.value,
      mediaType: 'application/octet-stream',
    });
    const text = `${namespace}/${repository}:${tag}: ${stateText(done.state)}`;
    await tell(options, done, text, world);
    return EXIT.ok;
  });
}

async function readSbom(file: string): Promise<Result<Uint8Array, Failure>> {
  try {
    const { size } = await stat(file);
    if (size > MOST_BYTES) {
      const message = `${file} has ${bytesText(size)}, over the ${bytesText(MOST_BYTES)} of an SBOM`;
      return err(failure('cli.input', message));
    }
    return ok(await readFile(file));
  } catch (error) {
    const why = systemReasonOf(error);
    if (why === undefined) throw error;
    return err(failure('cli.input', `${file} cannot be read: ${why}`));
  }
}
