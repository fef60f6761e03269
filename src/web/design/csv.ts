export type Cell = string | number | boolean | undefined;

/**
 * Rows as RFC 4180 has them. What a spreadsheet would run as a formula is text by a quote before it: names in
 * images and advisories come from strangers. https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvText(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

function csvCell(cell: Cell): string {
  if (typeof cell === 'number') return String(cell);
  const text = String(cell ?? '');
  const safe = /^[\s'"]*[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
