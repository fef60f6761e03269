/** What the name of an archive says of its content. */
export interface FileNameIdentity {
  readonly name: string;
  /** Empty where it names none. */
  readonly version: string;
}

/** Where a version may begin, most usual separator first: `kafka_2.13-3.4.0` is 3.4.0. */
const VERSION_STARTS = [/-(?=\d|r\d+(?:[.-]|$)|build\d)/g, /_(?=\d)/g, /\.(?=\d)/g];
/** A word between numbers that belongs to the version; another belongs to the name: `log4j-1.2-api-2.17`. */
const QUALIFIER =
  /^(?:alpha|beta|milestone|m|rc|cr|pre|preview|dev|snapshot|b|build|hudson|final|ga|sp|jre|android)$/i;
/** Of a native build, behind the version. */
const PLATFORM = /-(?:linux|osx|macos|windows|mac|win)[-_][A-Za-z0-9_.-]+$/;
const MAX_NAME = 512;

/** Parts a file name, with or without folders and the archive it lies in, at its version. */
export function parseFileName(path: string): FileNameIdentity {
  const base = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf(':')) + 1);
  const dot = base.lastIndexOf('.');
  const stem = (dot > 0 ? base.slice(0, dot) : base).slice(0, MAX_NAME).replace(PLATFORM, '');
  for (const start of VERSION_STARTS) {
    const places = [...stem.matchAll(start)].map(({ index }) => index).filter((at) => at > 0);
    const at = places.find((place) => !continuesAsName(stem.slice(place + 1)));
    if (at !== undefined) return { name: stem.slice(0, at), version: stem.slice(at + 1) };
  }
  return { name: stem, version: '' };
}

/** `1.2-api-2.17.1`: the first number is of the name, for another dotted one follows a plain word. */
function continuesAsName(rest: string): boolean {
  const words = rest.split('-');
  return words.some(
    (word, index) =>
      index > 0 &&
      /^[A-Za-z]+$/.test(word) &&
      !QUALIFIER.test(word) &&
      /^\d+\.\d/.test(words[index + 1] ?? ''),
  );
}
