/** What people look for: a letter alone stands in every text. */
const SHORTEST = 2;

/** Longer ones are no words. */
const LONGEST = 40;

/** Words of a text in lower case, each once: letters and digits that stand together. */
export function wordsOf(text: string): readonly string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(words.filter(({ length }) => length >= SHORTEST && length <= LONGEST))];
}
