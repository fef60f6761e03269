import type { Report } from '../report.ts';

/**
 * When an SBOM's content came to be, to the second: the image's own date, or the snapshot's where
 * the image has none or one that no calendar has. Never now: the same report gives the same bytes.
 */
export function documentTime({ image, snapshot }: Report): string {
  return instant(image.created) ?? instant(snapshot.createdAt) ?? '1970-01-01T00:00:00Z';
}

/** `2026-01-31T12:00:00Z`; `undefined` of what is no date from 1970 to 9999. */
function instant(text: string | undefined): string | undefined {
  const time = Date.parse(text ?? '');
  if (!(time >= 0 && time < END)) return undefined;
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

const END = Date.UTC(10_000, 0);
