/** What a collection counts, in words; what is not here is said by its name. */
const WORDS: Readonly<Record<string, (count: string) => string>> = {
  removedTags: (count) => `${count} tags by retention`,
  removedManifests: (count) => `${count} manifests`,
  removedBlobs: (count) => `${count} blobs`,
  unlinkedBlobs: (count) => `${count} blobs out of repositories`,
  condemnedBlobs: (count) => `${count} blobs noted for the next`,
  condemnedStrangers: (count) => `${count} unknown files noted for the next`,
  forgottenManifests: (count) => `${count} manifests forgotten`,
  abandonedUploads: (count) => `${count} abandoned uploads`,
  failedBlobs: (count) => `${count} blobs not removed, tried again`,
};

/** Said by itself, as a size. */
const BYTES = 'removedBytes';

/** `3 manifests, 12 blobs`; undefined: there was nothing to do. */
export function collectionText(report: Readonly<Record<string, number>>): string | undefined {
  const done = Object.entries(report).filter(([name, count]) => count > 0 && name !== BYTES);
  if (done.length === 0) return undefined;
  return done.map(([name, count]) => wordsOf(name, count.toLocaleString('en'))).join(', ');
}

function wordsOf(name: string, count: string): string {
  const words = Object.hasOwn(WORDS, name) ? WORDS[name] : undefined;
  return words ? words(count) : `${name}: ${count}`;
}
