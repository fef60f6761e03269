import { Refusal } from './refusal.ts';

/** Names of one answer at most, whatever is asked for. */
export const PAGE = 1000;

export interface Page {
  readonly limit: number;
  /** The last name of the page before; '' at the start. */
  readonly after: string;
}

/** `n` and `last` of a list; without `n` as many as are given at once. */
export function pageOf(query: URLSearchParams): Page {
  const wanted = query.get('n');
  if (wanted !== null && !/^\d{1,20}$/.test(wanted)) {
    throw new Refusal('UNSUPPORTED', 'n is a number of names: 0 or more', { status: 400 });
  }
  const limit = Math.min(wanted === null ? PAGE : Number(wanted), PAGE);
  return { limit, after: query.get('last') ?? '' };
}

/** The `Link` header to the rest of a list, RFC 8288. */
export function nextLink(
  path: string,
  parameters: Readonly<Record<string, string | undefined>>,
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) query.set(name, value);
  }
  return `<${path}?${query.toString()}>; rel="next"`;
}
