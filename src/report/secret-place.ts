import type { FoundSecret } from '../model/index.ts';

/** `line 2 of /root/.npmrc, in layer 3; deleted or replaced in layer 5, and downloaded all the same`. */
export function secretPlace({ path, line, layer, goneIn }: FoundSecret): string {
  const place = `line ${line} of /${path}, in layer ${layer + 1}`;
  if (goneIn === undefined) return place;
  return `${place}; deleted or replaced in layer ${goneIn + 1}, and downloaded all the same`;
}
