const SEGMENTS = 4;
const MAX_PREFIXES = 8;
const NOT_PACKAGES = /^(?:META-INF\/versions\/\d+\/|BOOT-INF\/classes\/|WEB-INF\/classes\/)/;

/**
 * The packages that most of an archive's classes are in, with dots, at most four segments of at
 * most eight of them: an advisory's groupId that one begins with is probably this archive's.
 */
export function classPrefixesOf(names: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const written of names) {
    if (!written.endsWith('.class')) continue;
    const name = written.replace(NOT_PACKAGES, '');
    const slash = name.lastIndexOf('/');
    if (slash <= 0 || slash > 256 || name.startsWith('META-INF/')) continue;
    const prefix = name.slice(0, slash).split('/', SEGMENTS).join('.');
    counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
  }
  return [...counts]
    .toSorted(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))
    .slice(0, MAX_PREFIXES)
    .map(([prefix]) => prefix);
}

/** The groupIds that these packages speak for: themselves and what they lie in, longest first. */
export function groupIdsOf(classPrefixes: readonly string[]): readonly string[] {
  const groups = new Set<string>();
  for (const prefix of classPrefixes) {
    const segments = prefix.split('.');
    for (let count = segments.length; count >= 2; count -= 1) {
      groups.add(segments.slice(0, count).join('.'));
    }
  }
  return [...groups].toSorted(
    (a, b) => b.split('.').length - a.split('.').length || (a < b ? -1 : 1),
  );
}
