const GIGABYTE = 1e9;
const DIGITS = 9;
/** A number that the database keeps exactly. */
const MOST_BYTES = Number.MAX_SAFE_INTEGER;

/** In gigabytes, as the field has it; nothing: no bound. */
export function quotaText(bytes: number | undefined): string {
  if (bytes === undefined) return '';
  // Not by String, which writes little ones as 1e-9.
  return (bytes / GIGABYTE).toFixed(DIGITS).replace(/\.?0+$/, '');
}

/** Bytes of what was typed; null: no bound; undefined: not a size. */
export function quotaOf(text: string): number | null | undefined {
  const typed = text.trim();
  if (typed === '') return null;
  if (!/^\d{1,9}(?:\.\d{1,9})?$/.test(typed)) return undefined;
  const bytes = Math.round(Number(typed) * GIGABYTE);
  return bytes <= MOST_BYTES ? bytes : undefined;
}
