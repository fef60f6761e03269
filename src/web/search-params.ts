/** Longer than any filter that a person types. */
const MOST_TEXT = 512;

/**
 * What may stand after `?` of a page, all of it text: anything else is left out, so that an address from
 * elsewhere can do no harm, and an old one still opens.
 */
export function texts<Key extends string>(
  ...keys: readonly Key[]
): (raw: Readonly<Record<string, unknown>>) => { readonly [key in Key]?: string | undefined } {
  return (raw) => {
    const kept: { [key in Key]?: string } = {};
    for (const key of keys) {
      const value = raw[key];
      if (typeof value === 'string' && value !== '') kept[key] = value.slice(0, MOST_TEXT);
    }
    return kept;
  };
}

/** `?severity=high&sort=-name`: texts as they are, not JSON in quotes. */
export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

export function writeSearch(search: Readonly<Record<string, unknown>>): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    if (typeof value === 'string' && value !== '') query.set(key, value);
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}
