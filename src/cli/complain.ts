import type { Failure } from '../base/index.ts';
import type { ExitCode } from './exit.ts';
import { EXIT } from './exit.ts';
import { printable } from './text/printable.ts';
import type { World } from './world.ts';

/** Says on standard error why a command could not do its work. */
export async function complain({ code, message }: Failure, { err }: World): Promise<ExitCode> {
  const label = err.painter.paint(['bold', 'red'], 'error:');
  await err.write(
    `${label} ${printable(message)} ${err.painter.paint('gray', `[${printable(code)}]`)}\n`,
  );
  return EXIT.failed;
}
