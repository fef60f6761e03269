import type { VexClaim } from '../../model/index.ts';

/** `VEX: not affected (vulnerable code not present), by Acme`. */
export function vexText({ status, justification, author }: VexClaim): string {
  const reason = justification === undefined ? '' : ` (${inWords(justification)})`;
  const who = author === undefined ? '' : `, by ${author}`;
  return `VEX: ${inWords(status)}${reason}${who}`;
}

function inWords(text: string): string {
  return text.replaceAll('_', ' ');
}
