/** Entry of the thread that holds a snapshot's search index: looking through it would hold up requests. */
import { parentPort, workerData } from 'node:worker_threads';
import { openNumbered } from './open-numbered.ts';
import { describeVulnerability } from './describe-vulnerability.ts';
import type { Described } from './describe-vulnerability.ts';
import { findVulnerabilities, namesFor } from './find-vulnerabilities.ts';
import type {
  NumberedOrder,
  SearchAnswer,
  SearchMessage,
  SearchOrder,
  SearchStart,
} from './search-messages.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as VulnerabilityDatabase starts it
const start = workerData as SearchStart;
const from = performance.now();
const opened = openNumbered(start);

opened
  .then(({ index }) => tell({ kind: 'ready', tookMs: performance.now() - from, rows: index.count }))
  // Nobody can be answered: whoever waits is told that the thread ended.
  .catch((error: unknown) => {
    throw error;
  });

parentPort?.on('message', ({ number, order }: NumberedOrder) => {
  void answer(order).then((answered) => tell({ kind: 'answer', number, answer: answered }));
});

async function answer(order: SearchOrder): Promise<SearchAnswer> {
  try {
    return obey(order, await opened);
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

function obey(order: SearchOrder, described: Described): SearchAnswer {
  if (order.kind === 'describe') {
    return { kind: 'described', details: describeVulnerability(order.id, described) };
  }
  if (order.kind === 'ids') return { kind: 'ids', ids: namesFor(described.index, order.id) };
  const found = findVulnerabilities(described.index, order.query);
  return { kind: 'found', found: { ...found, snapshot: described.ref } };
}

function tell(message: SearchMessage): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(message);
}
