/** Characters of a pattern; longer ones match nothing. */
const PATTERN_LENGTH = 256;

/**
 * Whether one of the patterns covers the tag: `*` stands for any text, everything else for itself.
 * Without backtracking beyond the last star, so that a hostile pattern costs no more than its length
 * times the tag's.
 */
export function matchesTag(patterns: readonly string[], tag: string): boolean {
  return patterns.some((pattern) => pattern.length <= PATTERN_LENGTH && matches(pattern, tag));
}

function matches(pattern: string, tag: string): boolean {
  let [at, from] = [0, 0];
  let star = -1;
  let resume = 0;
  while (from < tag.length) {
    if (pattern[at] === '*') {
      star = at;
      resume = from;
      at += 1;
    } else if (pattern[at] === tag[from]) {
      at += 1;
      from += 1;
    } else if (star >= 0) {
      resume += 1;
      [at, from] = [star + 1, resume];
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
