import type { Plan } from '../../api/contract/index.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import { onServer } from '../server/connect.ts';
import { bytesText } from '../text/amounts.ts';
import type { World } from '../world.ts';
import type { ServerOptions } from './repo.ts';
import { tell } from './repo.ts';

/** `drydock plan show NAMESPACE`: the plan, and what it includes. */
export function show(namespace: string, options: ServerOptions, world: World): Promise<ExitCode> {
  return onServer(options.server, world, async ({ client }) => {
    const found = await client.getPlan({ namespace });
    const { plan, analysis, resultsReadableUntil, plansWithAnalysis, quotaBytes } = found;
    const words = {
      active: 'included',
      readable: `not included; results stay readable until ${resultsReadableUntil?.slice(0, 10) ?? ''}`,
      none: `not included: ${plansWithAnalysis.map(planName).join(' and ')} ${plansWithAnalysis.length > 1 ? 'have' : 'has'} it`,
    };
    const quota = quotaBytes === undefined ? 'no bound' : bytesText(quotaBytes);
    const lines = [
      `${namespace} is on ${planName(plan)}`,
      `image analysis  ${words[analysis]}`,
      `storage         ${bytesText(found.usedBytes ?? 0)} of ${quota}`,
    ];
    await tell(options, found, lines.join('\n'), world);
    return EXIT.ok;
  });
}

/** `drydock plan set NAMESPACE PLAN`: for administrators of the instance. */
export function set(
  namespace: string,
  plan: Plan,
  options: ServerOptions,
  world: World,
): Promise<ExitCode> {
  return onServer(options.server, world, async ({ client }) => {
    const done = await client.setPlan({ namespace, body: { plan } });
    await tell(options, done, `${namespace} is on ${planName(done.plan)}`, world);
    return EXIT.ok;
  });
}

function planName(plan: Plan): string {
  return plan.charAt(0).toUpperCase() + plan.slice(1);
}
