import type { AdvisorySink } from '../sources/parsed-feed.ts';
import type { ReadContext } from './feed.ts';

/** Records between two words on progress. */
const STEP = 500;

/** Gives what a streamed document tells to the feed's writer. */
export function sinkOf({ writer, progress }: ReadContext): AdvisorySink {
  return {
    advisory(advisory) {
      writer.add(advisory);
      if (writer.records % STEP === 0) progress(writer.records);
    },
    skip: (diagnostic) => writer.skip([diagnostic]),
  };
}
