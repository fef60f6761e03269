import { TarWalker } from './tar-walker.ts';
import type { TarLimits } from './tar-walker.ts';
import type { TarEntry } from './tar-entry.ts';

export type TarEvent =
  | { readonly kind: 'entry'; readonly entry: TarEntry }
  /** A view of a chunk, never a copy. */
  | { readonly kind: 'data'; readonly bytes: Uint8Array }
  /** The entry that was taken is whole. */
  | { readonly kind: 'end' };

/**
 * A tar as a stream of events, for readers that must wait between them: the next chunk is asked
 * for when the events of the last are used up. Throws FailureError as TarWalker does. All chunks
 * are read, also those after the end of the archive.
 *
 * @param take decides which entries' bytes follow as `data` and `end`.
 */
export async function* tarEvents(
  chunks: AsyncIterable<Uint8Array>,
  limits: TarLimits,
  take: (entry: TarEntry) => boolean,
): AsyncGenerator<TarEvent, void, void> {
  let events: TarEvent[] = [];
  const walker = new TarWalker(
    {
      entry(entry) {
        events.push({ kind: 'entry', entry });
        return take(entry) ? 'take' : 'skip';
      },
      data(bytes) {
        events.push({ kind: 'data', bytes });
      },
      end() {
        events.push({ kind: 'end' });
      },
    },
    limits,
  );
  for await (const chunk of chunks) {
    walker.push(chunk);
    const passed = events;
    events = [];
    yield* passed;
  }
  walker.end();
}
