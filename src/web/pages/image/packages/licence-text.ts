/** As the API calls what is known of none, after SPDX. */
const NONE = 'NOASSERTION';
/** Some packages write the whole text of their licence where its name belongs. */
const MOST_LETTERS = 48;

/** A licence in a menu. */
export function licenceText(licence: string): string {
  if (licence === NONE) return 'unknown';
  const line = licence.replaceAll(/\s+/g, ' ').trim();
  return line.length > MOST_LETTERS ? `${line.slice(0, MOST_LETTERS)}…` : line;
}
