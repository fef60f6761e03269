import type { Operations } from '../../api/contract/index.ts';
import { OPERATIONS } from '../../api/contract/index.ts';

/** The address of an operation, for a link that the browser itself follows: a file, or another site. */
export function addressOf<Id extends keyof Operations>(
  id: Id,
  input: Operations[Id]['input'],
): string {
  const rest = new Map<string, unknown>(Object.entries(input));
  const path = OPERATIONS[id].path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(rest.get(name));
    rest.delete(name);
    return encodeURIComponent(value);
  });
  const query = new URLSearchParams();
  for (const [name, value] of rest) {
    if (typeof value === 'string' || typeof value === 'number') query.set(name, String(value));
  }
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}
