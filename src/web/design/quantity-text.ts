const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Three digits that count: `999 B`, `1.2 kB`, `41.2 MB`, `409 MB`. */
export function bytesText(bytes: number): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  // What would be rounded to 1000 is 1 of the next.
  while (unit < UNITS.length - 1 && value >= 999.5) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1;
  return `${value.toFixed(digits)} ${UNITS[unit]}`;
}

const SPANS: readonly (readonly [seconds: number, name: string])[] = [
  [365 * 86_400, 'y'],
  [30 * 86_400, 'mo'],
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
];

/** `just now`, `4 min ago`, `3 d ago`, `in 2 h`. Both in milliseconds since 1970. */
export function agoText(at: number, now: number): string {
  const seconds = Math.round(Math.abs(now - at) / 1000);
  const span = SPANS.find(([length]) => seconds >= length);
  if (!span) return at > now ? 'in a moment' : 'just now';
  const [length, name] = span;
  const text = `${Math.floor(seconds / length)} ${name}`;
  return at > now ? `in ${text}` : `${text} ago`;
}
