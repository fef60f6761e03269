/** A comparison is of two. */
const MOST = 2;

/** `?select=1.4,1.5`: no tag has a comma. */
export function selectedTags(text: string | undefined): readonly string[] {
  return (text ?? '').split(',').filter((tag) => tag !== '');
}

/** With the tag, or without it where it was there; of more than two the one chosen first goes. */
export function toggleTag(text: string | undefined, tag: string): string | undefined {
  const present = selectedTags(text);
  const next = present.includes(tag)
    ? present.filter((other) => other !== tag)
    : [...present, tag].slice(-MOST);
  return next.length === 0 ? undefined : next.join(',');
}
