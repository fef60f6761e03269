import type { Client, ImageAnalysis } from '../../api/contract/index.ts';
import type { Failure, Result } from '../../base/index.ts';
import { err, failure, ok } from '../../base/index.ts';
import type { Report } from '../../report/index.ts';
import { readReport } from '../../report/index.ts';
import { progressLine } from '../progress.ts';
import type { CvesOptions } from '../options/command-options.ts';
import type { Connection } from '../server/connect.ts';
import type { RepositoryName } from '../server/server-name.ts';
import { hasEnded, hasReport, stateText } from '../server/state-text.ts';
import type { World } from '../world.ts';

/** A report that a server has made. */
export interface ServedReport {
  readonly report: Report;
  /** As the server writes it in the form that was asked for; absent for text, which is written here. */
  readonly text?: string;
}

/** Asks the server for the report of an image there; waits, and shows the state, while it is made. */
export async function servedReport(
  { client }: Connection,
  at: RepositoryName,
  options: CvesOptions,
  world: World,
): Promise<Result<ServedReport, Failure>> {
  const { namespace, repository } = at;
  const path = { namespace, repository, reference: at.digest ?? at.tag ?? 'latest' };
  const analysis = await ended(client, path, world);
  if (!hasReport(analysis.state) && !hasEarlierReport(analysis)) {
    return err(failure('analysis.unavailable', unavailable(analysis, path)));
  }
  const of = {
    ...path,
    ...(options.platform !== undefined && { platform: options.platform }),
  };
  const { text } = await client.exportReport({ ...of, format: 'json' });
  const report = readReport(text);
  if (!report.ok || options.format === 'text') {
    return report.ok ? ok({ report: report.value }) : report;
  }
  if (options.format === 'json') return ok({ report: report.value, text });
  const exported = await client.exportReport({ ...of, format: options.format });
  return ok({ report: report.value, text: exported.text });
}

/** A result of before is still there while a new one could not be made. */
function hasEarlierReport({ platforms }: ImageAnalysis): boolean {
  return platforms.some(({ result }) => result !== undefined && hasReport(result.state));
}

interface Path {
  readonly namespace: string;
  readonly repository: string;
  readonly reference: string;
}

function unavailable({ state }: ImageAnalysis, { namespace, repository }: Path): string {
  const name = `${namespace}/${repository}`;
  const what =
    state.kind === 'inactive' || state.kind === 'not_analyzed'
      ? `: run \`drydock repo activate ${name} --back-fill all\`, or analyze it here with --local`
      : '';
  return `the server has no report: ${stateText(state)}${what}`;
}

/** How long a state is believed where no event came: one may have been missed. */
const ASK_AGAIN_MS = 2_000;

/** The analysis when nothing more happens to it by itself. */
async function ended(client: Client, path: Path, world: World): Promise<ImageAnalysis> {
  const line = progressLine(world.err);
  try {
    let analysis = await client.getAnalysis(path);
    if (hasEnded(analysis.state)) return analysis;
    const over = new AbortController();
    const changes = changesOf(client, path, over.signal);
    while (!hasEnded(analysis.state)) {
      line.show(`${path.namespace}/${path.repository}: ${stateText(analysis.state)}`);
      await Promise.race([changes.next(), world.outside.sleep(ASK_AGAIN_MS)]);
      analysis = await client.getAnalysis(path);
    }
    over.abort();
    return analysis;
  } finally {
    await line.end();
  }
}

/** Something changed in the repository; when the stream cannot be had, asking again does. */
async function* changesOf(
  client: Client,
  { namespace, repository }: Path,
  signal: AbortSignal,
): AsyncGenerator<undefined, undefined> {
  try {
    const events = await client.followRepository({ namespace, repository }, { signal });
    for await (const event of events) if (event.event !== 'activation') yield undefined;
  } catch {
    // asked again after a while
  }
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  return undefined;
}
