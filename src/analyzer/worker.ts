/** What a worker process runs: reads layers and SBOMs that its parent names, one at a time. */
import { readSync } from 'node:fs';
import { failureOf } from '../base/index.ts';
import { CATALOGERS, Spool, compileSelectors } from '../catalog/index.ts';
import { FrameReader } from './frames.ts';
import { SCRATCH_DESCRIPTOR } from './messages.ts';
import type { GivenLayer, GivenTask, LayerTask, SbomTask, WorkerMessage } from './messages.ts';
import { openSbom } from '../sources/sbom/index.ts';
import { inventoryOfLayer } from './read-layer.ts';
import { sentSbom } from './sbom-message.ts';
import { scratchFile } from './scratch-file.ts';

/** Read at a time from an inherited file: bounds what is inflated before the catalogers run. */
const CHUNK = 128 * 1024;
/** Read at a time from standard input: about what the kernel holds ready for it. */
const PIPE_CHUNK = 256 * 1024;
const STDIN = 0;
/** Stored bytes between two words of progress. */
const PROGRESS = 4 * 1024 * 1024;

/** Answers tasks until the parent goes away. */
export function runWorker(): void {
  const selectors = compileSelectors(CATALOGERS);
  const frames = new FrameReader(pipeChunks());
  let queue = Promise.resolve();
  process.on('message', (task: GivenTask) => {
    queue = queue.then(() =>
      task.kind === 'sbom' ? answerSbom(task, frames) : answer(task, frames, selectors),
    );
  });
  process.on('disconnect', () => process.exit());
}

async function answer(
  task: GivenLayer,
  frames: FrameReader,
  selectors: ReturnType<typeof compileSelectors>,
): Promise<void> {
  const { source, digest, diffId, size, limits, hasScratch, searchesSecrets = false } = task;
  let told = 0;
  let opened = 0;
  const open = (): AsyncIterable<Uint8Array> => {
    if (source.kind === 'file') return fileChunks(source);
    opened += 1;
    if (opened > 1) send({ kind: 'again' });
    return frames.layer();
  };
  try {
    const layer = await inventoryOfLayer({
      open,
      isRepeatable: source.kind === 'file' || source.isRepeatable,
      expected: { digest, diffId, size },
      limits,
      selectors,
      searchesSecrets,
      spool: new Spool(hasScratch ? scratchFile(SCRATCH_DESCRIPTOR) : undefined),
      onProgress(bytes) {
        if (bytes - told < PROGRESS) return;
        told = bytes;
        send({ kind: 'progress', bytes });
      },
    });
    send({ kind: 'layer', layer });
  } catch (error) {
    send({ kind: 'failure', failure: failureOf(error, 'analyzer.worker.failed') });
  }
}

async function answerSbom({ reference, limits }: SbomTask, frames: FrameReader): Promise<void> {
  try {
    const sbom = await openSbom(copied(frames.layer()), reference, { limits });
    send({ kind: 'sbom', sbom: sentSbom(sbom) });
  } catch (error) {
    send({ kind: 'failure', failure: failureOf(error, 'analyzer.worker.failed') });
  }
}

/** An SBOM is read whole, and the next chunk comes where this one was. */
async function* copied(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield Uint8Array.from(chunk);
}

function send(message: WorkerMessage): void {
  process.send?.(message);
}

/** One buffer for all chunks: whoever reads a layer copies what is to stay. */
async function* fileChunks({
  descriptor,
  offset,
  length,
}: LayerTask['source'] & { kind: 'file' }): AsyncGenerator<Uint8Array> {
  const chunk = Buffer.allocUnsafeSlow(Math.min(CHUNK, length));
  for (let at = 0; at < length;) {
    const read = readSync(descriptor, chunk, 0, Math.min(CHUNK, length - at), offset + at);
    if (read === 0) return;
    at += read;
    yield chunk.subarray(0, read);
  }
}

/**
 * The same from the pipe that frames come through. It waits in the system call: a stream of Node's would
 * take fresh memory for each piece, and there is nothing else to do meanwhile.
 */
async function* pipeChunks(): AsyncGenerator<Uint8Array> {
  const chunk = Buffer.allocUnsafeSlow(PIPE_CHUNK);
  for (;;) {
    const read = readSync(STDIN, chunk);
    if (read === 0) return;
    yield chunk.subarray(0, read);
  }
}
