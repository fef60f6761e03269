const ALLOWED: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);

/**
 * Where a link in somebody's text may lead: to the web or a mail address, never to code or to a page of ours.
 * undefined: nowhere, its text stays.
 */
export function safeAddress(text: string): string | undefined {
  // Browsers overlook blanks and control characters in front and new lines within.
  if (!/^(?:https?:\/\/|mailto:)/i.test(text.trim()) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return ALLOWED.has(url.protocol) ? url.href : undefined;
}
