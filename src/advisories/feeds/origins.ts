import { httpTransport } from './http-transport.ts';
import type { HttpOptions } from './http-transport.ts';
import { folderTransport } from './transport.ts';
import type { FeedTransport } from './transport.ts';

/** The word for each feed's own address, in a list of mirrors. */
const PUBLISHERS = 'publishers';

/**
 * The transport for a list of origins with commas between: URLs of mirrors, folders, `publishers`. The
 * first that has a file gives it; one that fails, or is limited, leaves it to the next.
 */
export function transportFor(
  origins: string,
  options: Omit<HttpOptions, 'mirror'> = {},
): FeedTransport {
  const transports = origins
    .split(',')
    .map((origin) => origin.trim())
    .filter((origin) => origin !== '')
    .map((origin) => {
      if (origin === PUBLISHERS) return httpTransport(options);
      const isUrl = /^https?:\/\//.test(origin);
      return isUrl ? httpTransport({ ...options, mirror: origin }) : folderTransport(origin);
    });
  const [first = httpTransport(options), ...others] = transports;
  return others.length === 0 ? first : firstOf(first, others);
}

function firstOf(first: FeedTransport, others: readonly FeedTransport[]): FeedTransport {
  return {
    origin: [first, ...others].map(({ origin }) => origin).join(', '),
    hasSingleRecords: first.hasSingleRecords,
    obtain: async (file, known, aside) => {
      let best = await first.obtain(file, known, aside);
      for (const transport of others) {
        if (best.ok && best.value.kind !== 'absent') break;
        const next = await transport.obtain(file, known, aside);
        // A failure says more than that the next one does not have it either.
        if (next.ok && (next.value.kind !== 'absent' || best.ok)) best = next;
      }
      return best;
    },
  };
}
