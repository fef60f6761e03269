import type { Log } from '../../base/index.ts';
import { createAnalyzer } from '../../analyzer/index.ts';
import type { LayerBytes, OpenedImage } from '../../image/index.ts';
import { type ImageWork, imageWork } from '../image-work.ts';
import { createLayerCache } from '../layer-cache.ts';
import { type LiveLayers, createLiveLayers } from '../live-layers.ts';
import { createResults } from '../results.ts';
import type { Calls } from './calls.ts';
import type { MainSide, PlainImage, ThreadSetting, ThreadSide } from './sides.ts';

/** Of what is kept here: the images that are matched next, and what their tags had before. */
const KEPT_BYTES = 8 * 1024 * 1024;

/** The parts of an analysis that take a while, wired in a thread of their own. */
export function threadSide(
  { limits, workers, scratchFolder, searchesSecrets }: ThreadSetting,
  main: Calls<MainSide>,
): ThreadSide {
  const records = recordsOf(main);
  const cache = createLayerCache(records, { layer: (digest) => live.layer(digest) });
  const analyzer = createAnalyzer({
    limits,
    clock: { now: () => Date.now() },
    cache,
    sharesWorkers: true,
    searchesSecrets,
    onWorker: {
      started: (pid) => main.tell('workerStarted', pid),
      ended: (pid) => main.tell('workerEnded', pid),
    },
    ...(workers !== undefined && { workers }),
    ...(scratchFolder !== undefined && { scratchFolder }),
  });
  const live: LiveLayers = createLiveLayers({
    analyzer,
    isActive: (repository) => main.ask('isActive', repository),
    keep: (layer) => cache.keep(layer, analyzer.revision),
    onDone: (id) => main.tell('uploadDone', id),
    log: logOf(main),
  });
  const work = imageWork({
    analyzer,
    results: createResults(records, KEPT_BYTES),
    limits,
  });
  return {
    ...readings(work, main),
    readSbom: (...args) => work.readSbom(...args),
    kindOfSbom: (...args) => work.kindOfSbom(...args),
    match: (asked) => work.match(asked),
    weigh: (...asked) => work.weigh(...asked),
    predict: (asked) => work.predict(asked),
    missingSets: (sets) => work.missingSets(sets),
    addSets: (sets) => work.addSets(sets),
    trimSets: (count) => work.trimSets(count),
    touchedSets: (asked) => work.touchedSets(asked),
    changedVulnerabilities: (...asked) => work.changedVulnerabilities(...asked),
    identities: (made) => work.identities(made),
    uploadStarted: (id, repository, file) => live.started({ id, repository, file }),
    uploadGrew: (id, bytes) => live.grew(id, bytes),
    uploadCommitted: (id, digest) => live.committed(id, digest),
    uploadAbandoned: (id) => live.abandoned(id),
    async close() {
      await live.close();
      await analyzer.close();
    },
  };
}

/** Images that are read, each of which can be stopped. */
function readings(
  work: Pick<ImageWork, 'read'>,
  main: Calls<MainSide>,
): Pick<ThreadSide, 'read' | 'stop'> {
  const stopping = new Map<number, AbortController>();
  return {
    async read(run, digest, image) {
      const stop = new AbortController();
      stopping.set(run, stop);
      try {
        return await work.read(digest, wholeImage(image, run, main), {
          signal: stop.signal,
          onProgress: (progress) => main.tell('progress', run, progress),
        });
      } finally {
        stopping.delete(run);
      }
    },
    stop: (run) => stopping.get(run)?.abort(),
  };
}

function logOf(main: Calls<MainSide>): Log {
  return {
    info: (message, fields) => main.tell('log', 'info', message, fields),
    warn: (message, fields) => main.tell('log', 'warn', message, fields),
    error: (message, fields) => main.tell('log', 'error', message, fields),
  };
}

function recordsOf(main: Calls<MainSide>): Parameters<typeof createResults>[0] {
  return {
    layer: (...key) => main.ask('layer', ...key),
    keepLayer: (...kept) => main.ask('keepLayer', ...kept),
    inventory: (...key) => main.ask('inventory', ...key),
    keepInventory: (kept) => main.ask('keepInventory', kept),
    matches: (key) => main.ask('matches', key),
    keepMatches: (...kept) => main.ask('keepMatches', ...kept),
  };
}

function wholeImage(image: PlainImage, run: number, main: Calls<MainSide>): OpenedImage {
  const layers = image.layers.map(({ bytes, ...layer }, number) => {
    if (bytes.kind === 'absent') return { ...layer, bytes };
    const open = (): Promise<AsyncIterable<Uint8Array>> =>
      Promise.resolve(chunksOf(run, number, main));
    const stream: LayerBytes = { kind: 'stream', open };
    return { ...layer, bytes: stream };
  });
  return { ...image, layers, close: () => Promise.resolve() };
}

async function* chunksOf(
  run: number,
  layer: number,
  main: Calls<MainSide>,
): AsyncGenerator<Uint8Array> {
  const stream = await main.ask('openLayer', run, layer);
  try {
    for (;;) {
      const chunk = await main.ask('nextChunk', stream);
      if (chunk === undefined) return;
      yield chunk;
    }
  } finally {
    await main.ask('closeLayer', stream);
  }
}
